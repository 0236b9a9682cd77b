"""文书打印: the papers of the hall and how they are printing."""

from reception_desk.ui.pages.papers.page import PapersPage

__all__ = ["PapersPage"]
