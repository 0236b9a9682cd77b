"""事项: every matter with its clock, its steps and its papers."""

from reception_desk.ui.pages.matters.page import MattersPage

__all__ = ["MattersPage"]
