"""设置: this desk, its devices, the centre, the calendar, accounts, appearance, audit."""

from reception_desk.ui.pages.settings.page import SettingsPage

__all__ = ["SettingsPage"]
