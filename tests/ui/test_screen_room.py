"""The room on a screen, without taking the screen from Qt."""

import shiboken6
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reception_desk.ui.screen_room import screen_room


def test_the_room_is_that_of_the_screen(qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    inner = QWidget(window)
    window.show()

    assert screen_room(inner) == QGuiApplication.primaryScreen().availableGeometry()


def test_a_widget_beyond_every_screen_has_the_first_ones_room(qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    window.move(-90_000, -90_000)

    assert screen_room(window) == QGuiApplication.primaryScreen().availableGeometry()


def test_the_screen_is_not_taken_for_a_child_of_the_widget(qtbot: QtBot):
    """A child goes with its parent: Qt would be left without a screen."""
    window = QWidget()
    qtbot.addWidget(window)

    screen_room(window)

    assert "QScreen" not in shiboken6.dump(window)
