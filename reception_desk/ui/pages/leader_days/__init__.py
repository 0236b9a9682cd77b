"""The page 领导接访: the month of reception days, and the yearly plan they come from."""

from reception_desk.ui.pages.leader_days.page import LeaderDaysPage

__all__ = ["LeaderDaysPage"]
