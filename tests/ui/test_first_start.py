"""初始设置: four steps, each checked where it stands."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reception_desk.errors import DeskError
from reception_desk.ui.first_start import FirstStart
from tests.offices import PASSWORD
from tests.ui.accessibility import nameless_controls
from tests.ui.hands import commit
from tests.ui.stage import show

LEFT = Qt.MouseButton.LeftButton


def wizard(qtbot: QtBot) -> FirstStart:
    made = FirstStart()
    show(qtbot, made, width=620, height=560)
    made.begin()
    return made


def go_on(qtbot: QtBot, made: FirstStart, times: int = 1) -> None:
    for _ in range(times):
        qtbot.mouseClick(made.forward, LEFT)


def test_the_keyboard_alone_finishes_it(qtbot: QtBot):
    made = wizard(qtbot)
    qtbot.keyClick(made.unit, Qt.Key.Key_Return)
    go_on(qtbot, made, 3)
    assert made.step == 3
    commit(made.name, "王主任")
    commit(made.password, PASSWORD)
    commit(made.repeat, PASSWORD)
    with qtbot.waitSignal(made.finished) as finished:
        made.forward.setFocus()
        qtbot.keyClick(made.forward, Qt.Key.Key_Space)

    office, hall = made.answers()
    assert finished.args == [office, hall]
    assert (office.unit_code, office.desk_code, office.administrator_name) == ("XFJ", "1", "王主任")
    assert hall.hall == ""
    assert not made.isEnabled(), "it is not sent twice"


def test_the_unit_names_the_hall(qtbot: QtBot):
    made = wizard(qtbot)
    with qtbot.waitSignal(made.hall_named) as named:
        made.unit.set_code("XFJ01")
    assert named.args == ["孝昌县信访局办公室群众来访接待大厅"]
    assert made.hall.placeholderText() == "孝昌县信访局办公室群众来访接待大厅"


def test_without_a_unit_it_does_not_go_on(qtbot: QtBot):
    made = wizard(qtbot)
    made.unit.set_code("")
    go_on(qtbot, made)
    assert made.step == 0
    assert "选择单位" in made.unit.accessibleDescription()


def test_a_code_that_fits_no_number_is_told_under_its_field(qtbot: QtBot):
    made = wizard(qtbot)
    go_on(qtbot, made)
    made.desk_code.setText("一号")
    made.window_name.setText("")
    go_on(qtbot, made)

    assert made.step == 1
    assert "字母或数字" in made.desk_code.accessibleDescription()
    assert "窗口号" in made.window_name.accessibleDescription()
    assert made.desk_code.hasFocus()


def test_two_different_passwords_are_told(qtbot: QtBot):
    made = wizard(qtbot)
    go_on(qtbot, made, 3)
    commit(made.name, "王主任")
    commit(made.password, PASSWORD)
    commit(made.repeat, "另一个长密码")
    with qtbot.assertNotEmitted(made.finished):
        go_on(qtbot, made)
    assert "不一样" in made.repeat.accessibleDescription()


def test_going_back_keeps_every_answer(qtbot: QtBot):
    made = wizard(qtbot)
    go_on(qtbot, made, 2)
    commit(made.phone, "0712-0000000")
    qtbot.mouseClick(made.back, LEFT)
    assert made.step == 1
    go_on(qtbot, made)
    assert made.phone.text() == "0712-0000000"


def test_a_refusal_leaves_everything_to_be_tried_again(qtbot: QtBot):
    made = wizard(qtbot)
    made.setEnabled(False)
    made.refuse(DeskError("磁盘已满。", advice="请清理磁盘。"))
    assert made.isEnabled()
    assert made.bar.text == "磁盘已满。请清理磁盘。"


def test_every_field_has_a_name(qtbot: QtBot):
    made = wizard(qtbot)
    for _ in range(4):
        assert nameless_controls(made) == []
        go_on(qtbot, made)


def test_typing_replaces_what_is_suggested(qtbot: QtBot):
    made = wizard(qtbot)
    assert made.unit.selectedText() == made.unit.text() != ""
    go_on(qtbot, made)
    qtbot.keyClicks(QApplication.focusWidget(), "A2")
    qtbot.keyClick(made.desk_code, Qt.Key.Key_Return)
    qtbot.keyClicks(QApplication.focusWidget(), "7")
    assert (made.desk_code.text(), made.window_name.text()) == ("A2", "7")

    qtbot.mouseClick(made.desk_code, LEFT)
    assert made.desk_code.selectedText() == "A2"
    qtbot.mouseClick(made.desk_code, LEFT)
    assert made.desk_code.selectedText() == "", "the second click places the caret"
