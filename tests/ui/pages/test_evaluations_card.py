"""What the office's leader sees of evaluations: months that are over, and no small count."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from reception_desk.records.evaluation import Grade, Opinion, Subject
from reception_desk.rules.permissions import Role
from reception_desk.services.evaluations import empty_box
from reception_desk.ui.pages.calling.evaluations_card import EvaluationsCard
from tests.offices import SampleOffice, today
from tests.services.test_evaluations import put, put_in_on
from tests.ui.accessibility import nameless_controls
from tests.ui.pages.calling_hands import KEY, Hands
from tests.ui.shell import opened


def answered(desk: SampleOffice) -> None:
    """Last month's answers about the window and the handling unit."""
    put(desk, Subject.WINDOW, *[Opinion(Grade.VERY_SATISFIED)] * 5, Opinion(Grade.DISSATISFIED))
    put(
        desk,
        Subject.UNIT,
        *[Opinion(Grade.SATISFIED)] * 4,
        *[Opinion(Grade.FAIRLY_SATISFIED)] * 3,
        *[Opinion(Grade.DISSATISFIED, ("4",))] * 3,
    )
    put_in_on(desk, today().replace(day=1) - timedelta(days=2))
    assert empty_box(desk.database, desk.clerk.desk) == 16


def card_of(hands: Hands) -> EvaluationsCard:
    hands.press(KEY.Key_3, Qt.KeyboardModifier.AltModifier)
    assert hands.page.evaluations.isVisible()
    return hands.page.evaluations


def test_the_leader_sees_months_and_no_small_count(qtbot: QtBot, desk: SampleOffice):
    answered(desk)
    with opened(qtbot, desk, desk.account(Role.BUREAU_LEADER)) as shown:
        hands = Hands(qtbot, shown)
        card = card_of(hands)
        assert card.table.hasFocus()
        window, unit = card.model.rows()
        assert window[1:] == ("窗口服务", 5, "不足3", "不足3", "不足3", "不足3", "不列")
        assert unit[1:] == ("有权处理的机关、单位", None, 4, 3, 3, None, 10)
        assert "没有够 3 个" in card.reasons.text()
        card.table.setCurrentIndex(card.model.index(1, 0))
        assert card.reasons.text() == "不满意的原因（可多选）：答复不清 3。"
        assert nameless_controls(card) == []


def test_before_the_first_month_is_over_it_says_so(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, desk.account(Role.BUREAU_LEADER)) as shown:
        card = card_of(Hands(qtbot, shown))
        assert not card.table.isVisible()
        assert "还没有评价" in "".join(label.text() for label in card.findChildren(QLabel))


def test_nobody_else_has_the_card(qtbot: QtBot, desk: SampleOffice):
    for role in (Role.RECEPTIONIST, Role.SECTION, Role.GUIDE):
        with opened(qtbot, desk, desk.account(role)) as shown:
            hands = Hands(qtbot, shown)
            assert not hands.page.evaluations_button.isVisible()
            hands.page.show_evaluations()
            hands.rest()
            assert not hands.page.evaluations.isVisible()
