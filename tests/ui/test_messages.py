"""Boxes: opened and never executed, with what happened, what is saved and what to do."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton, QWidget

from reception_desk.errors import DeskError
from reception_desk.ui.messages import Messages
from tests.ui.accessibility import nameless_controls


@pytest.fixture
def window(qtbot):
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.resize(800, 600)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


@pytest.fixture
def messages(window):
    return Messages(window)


def the_box(messages):
    (box,) = messages.open_boxes()
    return box


def words(box):
    return [label.text() for label in box.findChildren(QLabel) if label.text()]


def file_name(box) -> QLineEdit:
    field = box.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    return field


def press(qtbot, box, text):
    (button,) = (b for b in box.findChildren(QPushButton) if b.text() == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_error_says_what_happened_what_is_saved_and_what_to_do(qtbot, messages):
    messages.show_error(DeskError("打印机没有回应。", saved="登记已保存。", advice="请检查电源。"))
    box = the_box(messages)
    assert words(box) == ["打印机没有回应。", "登记已保存。", "请检查电源。"]
    assert nameless_controls(box) == []
    press(qtbot, box, "知道了")
    assert messages.open_boxes() == []


def test_bug_shows_a_plain_sentence_and_goes_to_the_log(qtbot, messages, logs):
    messages.show_error(ZeroDivisionError("division by zero"))
    box = the_box(messages)
    assert not any("zero" in text for text in words(box))
    assert "没有预料到" in words(box)[0]
    logs.take("unexpected error")
    qtbot.keyClick(box, Qt.Key.Key_Escape)


@pytest.mark.parametrize(("answer", "expected"), [("签发", ["yes"]), ("取消", ["no"])])
def test_question_calls_back_once(qtbot, messages, answer, expected):
    said = []
    messages.ask(
        "签发《受理告知书》？",
        lambda: said.append("yes"),
        yes="签发",
        on_no=lambda: said.append("no"),
        is_irreversible=True,
    )
    press(qtbot, the_box(messages), answer)
    assert said == expected


def test_enter_does_not_do_the_irreversible(qtbot, messages):
    said = []
    messages.ask("封存本次录像？", lambda: said.append("yes"), yes="封存", is_irreversible=True)
    qtbot.keyClick(the_box(messages), Qt.Key.Key_Return)
    assert said == []
    assert messages.open_boxes() == []


def test_escape_means_no(qtbot, messages):
    said = []
    messages.ask("合并？", int, yes="合并", on_no=lambda: said.append("no"))
    qtbot.keyClick(the_box(messages), Qt.Key.Key_Escape)
    assert said == ["no"]


def test_reason_cannot_be_empty(qtbot, messages):
    reasons = []
    messages.ask_reason("查看完整的证件号码", reasons.append)
    box = the_box(messages)
    field = box.findChild(QLineEdit)
    qtbot.keyClicks(field, "   ")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert reasons == []
    qtbot.keyClicks(field, "check ")
    press(qtbot, box, "确定")
    assert reasons == ["check"]


def test_telling_needs_no_answer(qtbot, messages):
    messages.tell("已导出。", detail="共 120 行")
    box = the_box(messages)
    assert words(box) == ["已导出。", "共 120 行"]
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert messages.open_boxes() == []


def test_chosen_file_arrives_as_a_path(qtbot, messages, tmp_path):
    (tmp_path / "page.png").write_bytes(b"x")
    got = []
    messages.choose_files("导入图像", got.append, kinds="图像 (*.png)")
    box = the_box(messages)
    assert isinstance(box, QFileDialog)
    box.setDirectory(str(tmp_path))
    file_name(box).setText("page.png")
    box.accept()
    assert got == [[tmp_path / "page.png"]]


def test_chosen_target_gets_its_ending(qtbot, messages, tmp_path):
    got = []
    messages.choose_target("导出", str(tmp_path / "today.xlsx"), got.append)
    box = the_box(messages)
    file_name(box).setText(str(tmp_path / "list"))
    box.accept()
    assert got == [tmp_path / "list.xlsx"]


def test_chosen_folder_arrives_as_a_path(qtbot, messages, tmp_path):
    got = []
    messages.choose_folder("备份到", got.append)
    box = the_box(messages)
    box.setDirectory(str(tmp_path.parent))
    file_name(box).setText(tmp_path.name)
    box.accept()
    assert got == [Path(tmp_path)]
