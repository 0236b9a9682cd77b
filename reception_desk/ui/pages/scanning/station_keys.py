"""The keys of the station: they are its own while it is in sight, except in a text field."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from reception_desk.ui.pages.scanning.page_words import KINDS

if TYPE_CHECKING:
    from reception_desk.ui.pages.scanning.station import Station

Key = tuple[Qt.KeyboardModifier, Qt.Key]
Act = Callable[[], object]

PLAIN = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


class StationKeys:
    """Which key does what."""

    def __init__(self, acts: Mapping[Key, Act], *, rest_in_fields: bool = True) -> None:
        self._acts = dict(acts)
        self._rest_in_fields = rest_in_fields

    def claims(self, event: QEvent) -> bool:
        """Say whether a key is the station's before the window takes it for a shortcut."""
        return (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._act(event) is not None
        )

    def press(self, event: QKeyEvent) -> bool:
        """Do what the key is for; say whether it is for anything."""
        act = self._act(event)
        if act is None:
            return False
        act()
        return True

    def _act(self, event: QKeyEvent) -> Act | None:
        if self._rest_in_fields and isinstance(QApplication.focusWidget(), QLineEdit):
            return None
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return self._acts.get((held, Qt.Key(event.key())))


def keys_of(station: "Station") -> dict[Key, Act]:
    """Return what each key does."""
    key = Qt.Key
    kinds: dict[Key, Act] = {
        (PLAIN, Qt.Key(key.Key_1 + place)): partial(station.papers.set_kind, kind)
        for place, kind in enumerate(KINDS)
    }
    return kinds | {
        (PLAIN, key.Key_7): station.papers.toggle_original,
        (PLAIN, key.Key_8): station.papers.toggle_return,
        (PLAIN, key.Key_9): station.drafts.open_text,
        (PLAIN, key.Key_0): station.profiles.choose_next,
        (PLAIN, key.Key_F4): station.scan,
        (PLAIN, key.Key_F6): station.retake,
        (PLAIN, key.Key_F7): partial(station.papers.turn, 1),
        (SHIFT, key.Key_F7): partial(station.papers.turn, -1),
        (PLAIN, key.Key_F8): station.file,
        (PLAIN, key.Key_F9): station.papers.toggle_removed,
        (PLAIN, key.Key_Delete): station.papers.toggle_removed,
        (PLAIN, key.Key_F10): station.papers.split,
        (PLAIN, key.Key_F11): station.papers.merge,
        (PLAIN, key.Key_F12): station.papers.toggle_sheet,
        (PLAIN, key.Key_C): station.crop,
        (CONTROL, key.Key_Z): station.undo,
        (ALT, key.Key_Up): partial(station.papers.move, -1),
        (ALT, key.Key_Down): partial(station.papers.move, 1),
        (PLAIN, key.Key_Return): station.open_page,
        (PLAIN, key.Key_Space): station.live.shoot,
    }


def acts_of(station: "Station") -> dict[str, Act]:
    """Return what each button of the page does, by its name."""
    return {
        "retake": station.retake,
        "turn": partial(station.papers.turn, 1),
        "remove": station.papers.toggle_removed,
        "split": station.papers.split,
        "merge": station.papers.merge,
        "sheet": station.papers.toggle_sheet,
        "crop": station.crop,
        "undo": station.undo,
    }
