"""The rules of the screen that a look at the source can prove, and the test tools themselves."""

import logging
import re
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QMessageBox, QPushButton, QWidget

import reception_desk.ui
from tests.ui.accessibility import nameless_controls
from tests.ui.smooth import StallWatch

SOURCES = sorted(Path(reception_desk.ui.__file__).parent.rglob("*.py"))


def lines_with(pattern: str, *, outside: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{path.name}: {line.strip()}"
        for path in SOURCES
        if path.name not in outside
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(pattern, line)
    ]


def test_only_tasks_has_threads():
    pattern = r"QThread|QRunnable|moveToThread|ThreadPoolExecutor|\bThread\(|import asyncio"
    assert lines_with(pattern, outside=("tasks.py",)) == []


def test_only_messages_shows_boxes():
    pattern = r"QMessageBox|QFileDialog|QInputDialog"
    assert lines_with(pattern, outside=("messages.py",)) == []


def test_nothing_blocks_or_turns_the_event_loop():
    pattern = r"\.exec\(|processEvents|QEventLoop"
    assert lines_with(pattern, outside=("rehearsal.py",)) == []


def test_blocking_box_fails_the_test(app):
    with pytest.raises(AssertionError, match="blocking box"):
        QMessageBox.question(None, "", "")
    with pytest.raises(AssertionError, match="blocking box"):
        QDialog().exec()


def test_logged_warning_is_kept_until_taken(logs):
    logging.getLogger("reception_desk.somewhere").warning("the paper is out")
    logs.take("paper is out")
    with pytest.raises(AssertionError):
        logs.take("paper is out")


def test_stall_is_seen_and_a_quick_screen_is_not(app):
    watch = StallWatch()
    with watch.look():
        QTimer.singleShot(0, lambda: time.sleep(0.12))
        QCoreApplication.processEvents()
    assert len(watch.stalls) == 1
    watch.stalls.clear()
    with watch.look():
        QCoreApplication.processEvents()
    assert watch.stalls == []


def test_walk_names_the_nameless(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    field, named, buddied = QLineEdit(page), QLineEdit(page), QLineEdit(page)
    field.setObjectName("lost")
    named.setAccessibleName("姓名")
    QLabel("电话", page).setBuddy(buddied)
    QPushButton("保存", page)
    QPushButton("", page)
    page.show()
    assert nameless_controls(page) == ["QLineEdit lost", "QPushButton"]
