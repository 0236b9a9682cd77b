"""接待: the clerk's page."""

from reception_desk.ui.pages.reception.page import ReceptionPage

__all__ = ["ReceptionPage"]
