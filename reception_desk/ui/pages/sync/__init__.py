"""同步: how this desk stands with the centre, and what needs a person."""

from reception_desk.ui.pages.sync.page import SyncPage

__all__ = ["SyncPage"]
