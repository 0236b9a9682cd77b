"""法定途径助手, answered with the keyboard alone."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from reception_desk.records.route import RouteAdvice, RouteOutcome
from reception_desk.rules.route_tree import Question
from reception_desk.ui import theme
from reception_desk.ui.dialogs.route_questions import RouteHelper
from reception_desk.ui.text_size import TextSize
from reception_desk.ui.tokens import Scheme
from tests.ui.accessibility import nameless_controls
from tests.ui.stage import show


@pytest.fixture
def helper(qtbot: QtBot) -> Iterator[RouteHelper]:
    page = show(qtbot, QWidget(), width=1366, height=748)
    opened = RouteHelper(page, {"form": "visit"})
    opened.open()
    qtbot.waitUntil(lambda: opened.answers[0].hasFocus())
    yield opened
    if shiboken6.isValid(opened):
        opened.close()


def press(*keys: Qt.Key) -> None:
    for key in keys:
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key)


def words(helper: QWidget) -> str:
    return "\n".join(found.text() for found in helper.findChildren(QLabel) if found.isVisible())


def asked(helper: RouteHelper) -> str:
    return helper.path.ahead.code if isinstance(helper.path.ahead, Question) else ""


def test_number_keys_lead_to_the_advice_and_enter_takes_it(qtbot: QtBot, helper: RouteHelper):
    assert asked(helper) == "kind"
    press(Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: "劳动人事争议仲裁" in words(helper))
    shown = words(helper)

    assert "《劳动争议调解仲裁法》第二十七条" in shown
    assert "以法律规定为准" in shown
    assert "法定途径告知书" in shown
    assert "属于劳动、人事争议，应当先申请仲裁。" in shown
    taken: list[RouteAdvice] = []
    helper.taken.connect(taken.append)
    press(Qt.Key.Key_Return)
    assert [advice.outcome for advice in taken] == [RouteOutcome.GUIDE]
    assert not helper.isVisible()


def test_enter_answers_with_the_marked_answer(helper: RouteHelper):
    press(Qt.Key.Key_Down, Qt.Key.Key_Return)

    assert asked(helper) == "suggestion"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_1])
def test_a_key_held_down_answers_one_question(helper: RouteHelper, key: Qt.Key):
    none = Qt.KeyboardModifier.NoModifier
    press(key)
    assert asked(helper) == "earlier"
    for _ in range(5):
        target = QApplication.focusWidget()
        assert target is not None
        held = QKeyEvent(QEvent.Type.KeyPress, key, none, "", True, 1)
        QApplication.sendEvent(target, held)

    assert asked(helper) == "earlier"


def test_backspace_goes_back_also_past_what_was_given(helper: RouteHelper):
    press(Qt.Key.Key_3, Qt.Key.Key_1)
    assert helper.advice is not None
    press(Qt.Key.Key_Backspace)
    assert asked(helper) == "accused"
    press(Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    assert asked(helper) == "form"
    assert not helper.back_button.isEnabled()
    press(Qt.Key.Key_Backspace)
    assert asked(helper) == "form"


def test_escape_leaves_without_advice(qtbot: QtBot, helper: RouteHelper):
    taken: list[RouteAdvice] = []
    helper.taken.connect(taken.append)
    press(Qt.Key.Key_3, Qt.Key.Key_1, Qt.Key.Key_Escape)

    assert taken == []
    assert not helper.isVisible()


def test_a_number_without_an_answer_is_nothing(helper: RouteHelper):
    press(Qt.Key.Key_9, Qt.Key.Key_0)

    assert asked(helper) == "kind"


def test_every_control_has_a_name(helper: RouteHelper):
    assert nameless_controls(helper) == []
    press(Qt.Key.Key_1, Qt.Key.Key_2)
    assert nameless_controls(helper) == []


def test_what_the_office_has_not_filled_in_is_said(qtbot: QtBot, helper: RouteHelper):
    press(Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_1)

    qtbot.waitUntil(lambda: "待本机关填写" in words(helper))


def test_at_200_percent_the_words_wrap_and_page_down_scrolls(
    qtbot: QtBot, app: QApplication, scheme_restored: None
):
    theme.apply(app, Scheme.LIGHT, TextSize.EXTRA_LARGE.scale)
    page = show(qtbot, QWidget(), width=1093, height=582)
    helper = RouteHelper(page, {"form": "visit"})
    helper.open()
    qtbot.waitUntil(lambda: helper.answers[0].hasFocus())
    assert helper.width() <= page.width()
    press(Qt.Key.Key_3)
    inner = helper.area.widget()
    assert inner is not None
    assert inner.minimumSizeHint().width() <= helper.area.viewport().width()
    for answer in helper.answers:
        qtbot.waitUntil(answer.isVisible)
        assert answer.height() >= answer.heightForWidth(answer.width())
    press(Qt.Key.Key_1)
    bar = helper.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    press(Qt.Key.Key_PageDown)
    assert bar.value() > 0
    press(Qt.Key.Key_PageUp)
    assert bar.value() == 0
    helper.close()
