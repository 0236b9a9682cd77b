"""Icons: own drawings, in the colour of their role, sharp at every scale."""

import pytest
from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QAction, QIcon, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QToolButton, QWidget

from reception_desk.config import resource
from reception_desk.ui import icons, theme
from reception_desk.ui.tokens import Colour, Scheme

ASKED_FOR = {
    "reception",
    "queue",
    "scan",
    "matter",
    "video",
    "leader",
    "print",
    "statistics",
    "settings",
    "search",
    "register",
    "list",
    "card-reader",
    "database",
    "centre",
    "printer",
    "scanner",
    "recorder",
    "disk",
    "clock",
    "lock",
    "user",
    "add",
    "close",
    "check",
    "warning",
    "error",
    "info",
    "chevron-up",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "phone",
    "group",
    "file",
    "history",
    "eye",
    "eye-off",
    "undo",
}


def ink(image: QImage) -> set[str]:
    spots = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {c.name() for x, y in spots if (c := image.pixelColor(x, y)).alpha() == 255}


def test_all_that_the_desk_needs_are_there():
    assert set(icons.names()) >= ASKED_FOR


@pytest.mark.parametrize("name", icons.names())
def test_icon_is_a_line_drawing_on_the_grid(name, app):
    text = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(text.encode()))
    assert renderer.isValid()
    assert renderer.defaultSize() == QSize(24, 24)
    assert 'stroke-width="1.6"' in text
    assert "currentColor" in text
    assert "#" not in text, "a colour of its own"


@pytest.mark.parametrize("name", icons.names())
def test_icon_does_not_touch_its_edge(name, app):
    image = icons.pixmap(name, Colour.TEXT, 48).toImage()
    edge = [image.pixelColor(at, end).alpha() for at in range(48) for end in (0, 47)]
    edge += [image.pixelColor(end, at).alpha() for at in range(48) for end in (0, 47)]
    assert not any(edge)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_pixmap_is_drawn_for_the_scale_of_the_screen(app, ratio):
    picture = icons.pixmap("printer", Colour.OK, 20, ratio)
    assert picture.width() == 20 * ratio
    assert picture.devicePixelRatio() == ratio
    assert ink(icons.pixmap("filled-dot", Colour.OK, 40).toImage()) == {"#167547"}


def test_icon_is_grey_when_disabled(app):
    icon = icons.icon("filled-dot", Colour.ERROR)
    normal = icon.pixmap(QSize(48, 48), 1.0, QIcon.Mode.Normal).toImage()
    disabled = icon.pixmap(QSize(48, 48), 1.0, QIcon.Mode.Disabled).toImage()
    assert ink(normal) == {icons.colour(Colour.ERROR).lower()}
    assert ink(disabled) == {icons.colour(Colour.DISABLED).lower()}


def test_worn_icons_follow_the_scheme_and_can_be_taken_off(app, qtbot, scheme_restored):
    page = QWidget()
    qtbot.addWidget(page)
    button = QToolButton(page)
    action = QAction(page)
    page.addAction(action)
    for target in (button, action):
        icons.wear(target, "filled-dot", Colour.TEXT)
    theme.apply(app, Scheme.DARK)
    for target in (button, action):
        assert ink(target.icon().pixmap(48, 48).toImage()) == {"#e6ebf1"}
        icons.take_off(target)
        assert target.icon().isNull()


def test_a_damaged_copy_is_written_again(app, tmp_path, scheme_restored):
    icons.use(theme.SCHEMES[Scheme.LIGHT], tmp_path)
    path = icons.coloured_file("check", "#112233")
    whole = path.read_bytes()
    path.write_bytes(whole[:10])
    assert icons.coloured_file("check", "#112233").read_bytes() == whole
