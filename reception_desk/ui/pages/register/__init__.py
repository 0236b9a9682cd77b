"""来访台账: every visit on record."""

from reception_desk.ui.pages.register.page import RegisterPage

__all__ = ["RegisterPage"]
