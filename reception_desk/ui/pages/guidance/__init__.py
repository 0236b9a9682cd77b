"""导访: what the person at the door tells, and how the day stands."""

from reception_desk.ui.pages.guidance.page import GuidancePage

__all__ = ["GuidancePage"]
