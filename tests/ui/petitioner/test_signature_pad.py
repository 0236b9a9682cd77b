"""The pad takes what a pen, a finger or a mouse draws, and each of them once."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QPointingDeviceUniqueId, QTabletEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reception_desk.ui.petitioner.signature_pad import SignaturePad
from reception_desk.ui.picture_formats import decoded
from tests.ui.stage import show

LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def pad(qtbot: QtBot) -> SignaturePad:
    made = SignaturePad()
    show(qtbot, made, width=640, height=240)
    return made


def draw(pad: SignaturePad, *places: tuple[int, int]) -> None:
    QTest.mousePress(pad, LEFT, NO_KEYS, QPoint(*places[0]))
    for place in places[1:]:
        QTest.mouseMove(pad, QPoint(*place))
    QTest.mouseRelease(pad, LEFT, NO_KEYS, QPoint(*places[-1]))


def pen() -> QPointingDevice:
    return QPointingDevice(
        "pen",
        7,
        QInputDevice.DeviceType.Stylus,
        QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Pressure | QInputDevice.Capability.Position,
        1,
        3,
        "",
        QPointingDeviceUniqueId(),
    )


def move_pen(
    pad: SignaturePad, device: QPointingDevice, kind: QEvent.Type, place: QPointF, pressure: float
) -> QTabletEvent:
    is_move = kind is QEvent.Type.TabletMove
    event = QTabletEvent(
        kind,
        device,
        place,
        QPointF(pad.mapToGlobal(place.toPoint())),
        pressure,
        0,
        0,
        0,
        0,
        0,
        NO_KEYS,
        Qt.MouseButton.NoButton if is_move else LEFT,
        Qt.MouseButton.NoButton if kind is QEvent.Type.TabletRelease else LEFT,
    )
    event.setTimestamp(5000 + round(place.x()))
    QCoreApplication.sendEvent(pad, event)
    return event


def places(pad: SignaturePad) -> list[list[tuple[int, int]]]:
    return [[(point.x, point.y) for point in stroke] for stroke in pad.ink.strokes]


def test_a_mouse_draws_strokes_without_pressure(pad: SignaturePad):
    draw(pad, (40, 50), (90, 80), (150, 120))
    draw(pad, (200, 60), (220, 140))

    assert places(pad) == [[(40, 50), (90, 80), (150, 120)], [(200, 60), (220, 140)]]
    points = [point for stroke in pad.ink.strokes for point in stroke]
    assert {point.pressure for point in points} == {None}
    moments = [point.at_ms for point in points]
    assert moments[0] == 0
    assert moments == sorted(moments)


def test_a_pen_tells_moment_and_pressure_and_is_taken_once(pad: SignaturePad):
    device = pen()
    press = move_pen(pad, device, QEvent.Type.TabletPress, QPointF(10, 20), 0.25)
    move_pen(pad, device, QEvent.Type.TabletMove, QPointF(60, 90), 0.75)
    move_pen(pad, device, QEvent.Type.TabletRelease, QPointF(60, 90), 0.0)

    (stroke,) = pad.ink.strokes
    assert [(point.x, point.y, point.pressure) for point in stroke] == [
        (10, 20, 250),
        (60, 90, 750),
    ]
    assert [point.at_ms for point in stroke] == [0, 50]
    assert press.isAccepted(), "else Qt would send the same as a mouse"


def test_a_pen_in_the_air_draws_nothing(pad: SignaturePad):
    move_pen(pad, pen(), QEvent.Type.TabletMove, QPointF(60, 90), 0.0)

    assert pad.is_empty


def test_a_finger_draws(qtbot: QtBot, pad: SignaturePad):
    device = QTest.createTouchDevice()
    QTest.touchEvent(pad, device).press(1, QPoint(30, 40), pad).commit()
    QTest.touchEvent(pad, device).move(1, QPoint(80, 100), pad).commit()
    QTest.touchEvent(pad, device).release(1, QPoint(80, 100), pad).commit()

    assert places(pad) == [[(30, 40), (80, 100)]]


def test_a_stroke_that_leaves_the_pad_stays_at_its_edge(pad: SignaturePad):
    draw(pad, (5, 5), (-40, 900))

    assert places(pad) == [[(5, 5), (0, pad.height() - 1)]]


def test_the_other_button_and_a_mere_move_draw_nothing(pad: SignaturePad):
    QTest.mouseClick(pad, Qt.MouseButton.RightButton, NO_KEYS, QPoint(20, 20))
    QTest.mouseMove(pad, QPoint(60, 60))

    assert pad.is_empty


def test_it_is_emptied(qtbot: QtBot, pad: SignaturePad):
    draw(pad, (40, 50), (90, 80))
    with qtbot.waitSignal(pad.changed):
        pad.clear()

    assert pad.ink.is_empty
    assert pad.ink.strokes == ()


def test_its_picture_shows_the_strokes_and_nothing_else(pad: SignaturePad):
    draw(pad, (40, 50), (140, 50))

    picture = decoded(pad.picture())

    assert (picture.width(), picture.height()) == (pad.width(), pad.height())
    assert picture.pixelColor(90, 50).lightness() < 40
    assert picture.pixelColor(300, 100).lightness() == 255, "no frame, no line, no hint"


def test_what_was_drawn_before_is_shown_and_added_to(pad: SignaturePad):
    draw(pad, (40, 50), (90, 80))
    kept = pad.ink
    pad.clear()
    pad.show_ink(kept)
    assert places(pad) == [[(40, 50), (90, 80)]]

    draw(pad, (10, 10), (20, 20))
    assert places(pad) == [[(40, 50), (90, 80)], [(10, 10), (20, 20)]]
