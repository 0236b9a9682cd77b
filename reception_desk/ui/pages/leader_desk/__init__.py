"""The page 接访席: a leader receives one after the other, reads the brief and instructs."""

from reception_desk.ui.pages.leader_desk.page import LeaderDeskPage

__all__ = ["LeaderDeskPage"]
