"""叫号: the queue of the hall, and the number at this window."""

from reception_desk.ui.pages.calling.page import CallingPage

__all__ = ["CallingPage"]
