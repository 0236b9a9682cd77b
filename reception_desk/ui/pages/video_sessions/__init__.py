"""视频接访: the sessions in hand, and what is appointed when, with clashes."""

from reception_desk.ui.pages.video_sessions.page import VideoSessionsPage

__all__ = ["VideoSessionsPage"]
