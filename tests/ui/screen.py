"""The screen the tests draw on: off-screen, 1366x768 at 96 dpi. Imported before Qt."""

from reception_desk.ui.offscreen import use_offscreen as prepare_screen

__all__ = ["prepare_screen"]
