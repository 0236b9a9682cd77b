"""The petitioner's screen: on its own screen or on none, neutral unless something is released."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from reception_desk.records.read_back import ReadBack
from reception_desk.rules.read_back import read_back
from reception_desk.ui.named_screens import other_screens, screen_named
from reception_desk.ui.offscreen import PETITIONERS
from reception_desk.ui.petitioner import PetitionerScreen
from reception_desk.ui.petitioner.petitioner_screen import Answer, Released
from reception_desk.ui.petitioner.window import PetitionerWindow
from reception_desk.ui.widgets.buttons import Button
from tests.offices import person, visit
from tests.ui.stage import show

HALL = "孝昌县群众来访接待大厅"
WORDS: ReadBack = read_back(visit(person("张伟")))


@pytest.fixture
def desk_window(qtbot: QtBot) -> QWidget:
    return show(qtbot, QLabel("工作屏幕"))


@pytest.fixture
def screen(desk_window: QWidget) -> Iterator[PetitionerScreen]:
    made = PetitionerScreen(PETITIONERS, desk_window, lambda: HALL)
    made.begin()
    yield made
    made.close()
    made.deleteLater()


def window_of(screen: PetitionerScreen) -> PetitionerWindow:
    assert screen.window is not None
    return screen.window


def every_word(screen: PetitionerScreen) -> str:
    """Everything that the window holds, in sight or not."""
    return "\n".join(label.text() for label in window_of(screen).findChildren(QLabel))


def is_neutral(screen: PetitionerScreen) -> bool:
    window = window_of(screen)
    return window.current is window.welcome and "流转费" not in every_word(screen)


def tap(button: Button) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def petitioners() -> QScreen:
    found = screen_named(PETITIONERS)
    assert found is not None
    return found


def test_it_fills_its_own_screen_with_a_welcome(screen: PetitionerScreen):
    window = window_of(screen)

    assert window.geometry() == petitioners().geometry()
    assert window.windowState() & Qt.WindowState.WindowFullScreen
    assert is_neutral(screen)
    assert HALL in every_word(screen)


def test_no_key_answers_for_the_petitioner(screen: PetitionerScreen):
    heard: list[Answer] = []
    screen.answered.connect(lambda _released, told: heard.append(told))
    screen.release_words("tab", WORDS)

    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Space):
        QTest.keyClick(window_of(screen), key)

    assert not heard
    assert window_of(screen).windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    buttons = window_of(screen).findChildren(Button)
    assert {button.focusPolicy() for button in buttons} == {Qt.FocusPolicy.NoFocus}


@pytest.mark.parametrize(("name", "answer"), [("right", Answer.RIGHT), ("wrong", Answer.WRONG)])
def test_an_answer_is_told_once_and_takes_the_words_off(
    qtbot: QtBot, screen: PetitionerScreen, name: str, answer: Answer
):
    heard: list[tuple[Released, Answer]] = []
    screen.answered.connect(lambda *told: heard.append(told))
    screen.release_words("tab", WORDS)
    assert "流转费" in every_word(screen)
    button: Button = getattr(window_of(screen).read_back, name)

    tap(button)
    tap(button)

    assert heard == [(Released("tab", WORDS.digest), answer)]
    assert window_of(screen).current is window_of(screen).said
    assert "流转费" not in every_word(screen)
    qtbot.waitUntil(lambda: is_neutral(screen), timeout=10_000)


@pytest.mark.parametrize(
    ("name", "answer"), [("done", Answer.NOTICE_READ), ("aloud", Answer.READ_ALOUD)]
)
def test_the_notice_is_answered(screen: PetitionerScreen, name: str, answer: Answer):
    heard: list[Answer] = []
    screen.answered.connect(lambda _released, told: heard.append(told))
    screen.release_notice("tab", [("一、谁在处理", ["孝昌县信访局。"])])

    tap(getattr(window_of(screen).notice, name))

    assert heard == [answer]


def test_what_is_withdrawn_leaves_no_word_behind(screen: PetitionerScreen):
    taken: list[Released] = []
    screen.withdrawn.connect(taken.append)
    screen.release_words("tab", WORDS)

    screen.withdraw()
    screen.withdraw()

    assert is_neutral(screen)
    assert taken == [Released("tab", WORDS.digest)]


def test_a_screen_that_goes_away_takes_the_words_with_it_and_comes_back_neutral(
    qtbot: QtBot, app: QApplication, screen: PetitionerScreen
):
    lost: list[Released] = []
    screen.lost.connect(lost.append)
    screen.release_words("tab", WORDS)

    app.screenRemoved.emit(petitioners())

    assert not screen.is_in_sight
    assert is_neutral(screen)
    assert lost == [Released("tab", WORDS.digest)]

    app.screenAdded.emit(petitioners())

    qtbot.waitUntil(lambda: screen.is_in_sight)
    assert is_neutral(screen)
    assert window_of(screen).geometry() == petitioners().geometry()


def test_another_screen_that_goes_makes_it_neutral_too(
    qtbot: QtBot, app: QApplication, screen: PetitionerScreen
):
    """The desk's window may be moved onto this screen by the system."""
    screen.release_words("tab", WORDS)

    app.screenRemoved.emit(QGuiApplication.primaryScreen())

    assert is_neutral(screen)


def test_it_never_stands_on_the_desks_own_screen(
    qtbot: QtBot, screen: PetitionerScreen, desk_window: QWidget
):
    desk_window.move(petitioners().geometry().topLeft() + QPoint(100, 100))

    assert not screen.release_words("tab", WORDS)
    assert not screen.is_in_sight
    assert screen.released is None


def test_without_its_screen_nothing_is_shown(desk_window: QWidget):
    screen = PetitionerScreen("HDMI-2", desk_window, lambda: HALL)
    screen.begin()

    assert not screen.release_words("tab", WORDS)
    assert not screen.is_in_sight
    assert is_neutral(screen)
    screen.close()


def test_a_desk_without_such_a_screen_has_no_window(desk_window: QWidget):
    screen = PetitionerScreen("", desk_window, lambda: HALL)
    screen.begin()

    assert screen.window is None
    assert not screen.release_words("tab", WORDS)
    screen.close()


def test_long_words_are_turned_page_by_page(qtbot: QtBot, screen: PetitionerScreen):
    long = read_back(visit(person(), claim="\n".join("请求查清流转费去向。" for _ in range(60))))
    screen.release_words("tab", long)
    view = window_of(screen).read_back
    qtbot.waitUntil(lambda: view.forward.isVisible())
    assert not view.backward.isEnabled()

    presses = 0
    while not view.words.is_at_end:
        tap(view.forward)
        presses += 1
        assert presses < 20

    assert not view.forward.isEnabled()
    assert view.backward.isEnabled()


def test_short_words_have_no_pages(qtbot: QtBot, screen: PetitionerScreen):
    screen.release_words("tab", WORDS)

    view = window_of(screen).read_back
    qtbot.waitUntil(lambda: not view.forward.isVisible())
    assert not view.backward.isVisible()


def test_every_button_is_as_large_as_a_finger_and_has_a_name(screen: PetitionerScreen):
    window = window_of(screen)
    screen.release_words("tab", WORDS)
    for button in window.read_back.findChildren(Button):
        if button.isVisible():
            assert button.height() >= 15 / 25.4 * 96
            interface = QAccessible.queryAccessibleInterface(button)
            assert interface.text(QAccessible.Text.Name) == button.text()
    assert window.accessibleName() == "来访人屏幕"


def test_the_type_is_large(screen: PetitionerScreen):
    screen.release_words("tab", WORDS)
    window = window_of(screen)
    window.ensurePolished()

    sizes = [label.fontInfo().pixelSize() for label in window.read_back.findChildren(QLabel)]

    assert min(sizes) >= 20
    assert max(sizes) >= 32


def test_the_first_screen_is_not_offered():
    assert set(other_screens("")) == {PETITIONERS}
    assert other_screens("HDMI-2")["HDMI-2"] == "HDMI-2（现在没有连接）"


def sign_in_pad(screen: PetitionerScreen) -> None:
    pad = window_of(screen).signing.pad
    left, no_keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(pad, left, no_keys, QPoint(100, 50))
    QTest.mouseMove(pad, QPoint(180, 120))
    QTest.mouseRelease(pad, left, no_keys, QPoint(180, 120))


def test_a_signature_goes_with_the_words_it_is_for(screen: PetitionerScreen):
    heard: list[tuple[Released, Answer]] = []
    screen.answered.connect(lambda *told: heard.append(told))
    screen.release_signing("tab", WORDS)
    signing = window_of(screen).signing
    assert not signing.done.isEnabled()
    tap(signing.done)
    assert not heard

    sign_in_pad(screen)
    tap(signing.again)
    assert not signing.done.isEnabled()
    sign_in_pad(screen)
    tap(signing.done)

    ((released, answer),) = heard
    assert answer is Answer.SIGNED
    assert released.signature is not None
    assert released.signature.words == WORDS.as_text()
    assert len(released.signature.ink.strokes) == 1
    assert signing.pad.is_empty, "no stroke stays on the screen"


def test_a_pen_and_paper_are_always_offered(screen: PetitionerScreen):
    heard: list[Answer] = []
    screen.answered.connect(lambda _released, told: heard.append(told))
    screen.release_signing("tab", WORDS)
    signing = window_of(screen).signing
    assert signing.on_paper.isEnabled()

    tap(signing.on_paper)

    assert heard == [Answer.ON_PAPER]


def test_strokes_go_when_the_words_go(screen: PetitionerScreen):
    screen.release_signing("tab", WORDS)
    sign_in_pad(screen)

    screen.withdraw()

    assert window_of(screen).signing.pad.is_empty
    assert is_neutral(screen)
