"""While something is recorded every window says so, and no click is lost to the frame."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reception_desk.config import Settings
from reception_desk.records.recording import (
    PICTURE_TITLE,
    RecordingState,
    RecordingStatus,
    TrackStanding,
)
from reception_desk.ui.changes import Changes
from reception_desk.ui.recorder_watch import RecorderWatch
from reception_desk.ui.recording_frame import FRAME_PX, RecordingFrame, RecordingFrames
from reception_desk.ui.tasks import Tasks
from reception_desk.ui.tokens import LIGHT, Colour
from tests.offices import SampleOffice

FILMING = RecordingStatus(
    RecordingState.RECORDING,
    session="s",
    tracks=(TrackStanding(PICTURE_TITLE, is_open=True), TrackStanding("信访人", is_open=True)),
)
SOUND = replace(FILMING, tracks=FILMING.tracks[1:])
IDLE = RecordingStatus(RecordingState.IDLE)


@pytest.fixture
def watch(desk: SampleOffice, tasks: Tasks) -> RecorderWatch:
    settings = Settings(home=desk.database.path.parent)
    return RecorderWatch(settings, desk.database, desk.clerk, tasks, Changes())


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.resize(400, 200)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def stand(watch: RecorderWatch, status: RecordingStatus) -> None:
    watch.status = status
    watch.changed.emit()


def frame_of(window: QWidget) -> RecordingFrame:
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    (frame,) = window.findChildren(RecordingFrame, options=direct)
    return frame


def test_every_window_has_a_red_edge_with_words(
    qtbot: QtBot, watch: RecorderWatch, window: QWidget
):
    box = QDialog(window)
    box.resize(200, 100)
    box.open()
    frames = RecordingFrames(watch, window)
    stand(watch, FILMING)
    for each in (window, box):
        assert frame_of(each).isVisible()
        assert frame_of(each).accessibleName() == "● 正在录音录像"
        picture = each.grab().toImage()
        for x, y in ((1, 50), (picture.width() - 2, 50), (20, picture.height() - 2)):
            assert picture.pixelColor(x, y).name().upper() == LIGHT[Colour.ERROR]
        assert picture.pixelColor(50, 50).name().upper() != LIGHT[Colour.ERROR]
    stand(watch, SOUND)
    assert frame_of(window).words == "● 正在录音"
    stand(watch, replace(FILMING, state=RecordingState.PAUSED))
    assert frame_of(window).isHidden()
    box.close()
    frames.deleteLater()


def test_the_frame_follows_the_window_and_takes_no_click(
    qtbot: QtBot, watch: RecorderWatch, window: QWidget
):
    pressed: list[bool] = []
    button = QPushButton("按")
    button.clicked.connect(lambda: pressed.append(True))
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(button)
    frames = RecordingFrames(watch, window)
    stand(watch, FILMING)
    window.resize(500, 300)
    qtbot.waitUntil(lambda: frame_of(window).size() == window.size())
    qtbot.waitUntil(lambda: button.width() == window.width())
    at = QPoint(FRAME_PX // 2, window.height() // 2)
    assert frame_of(window).mask().contains(at)
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: pressed == [True])
    stand(watch, IDLE)
    frames.deleteLater()
