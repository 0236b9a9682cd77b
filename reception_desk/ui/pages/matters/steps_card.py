"""The steps of a matter, the newest on top; of many the older ones come when asked for."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.step_timeline import StepTimeline, TimelineEntry

_PART = 12
"""Entries that are built without the screen standing still."""


class StepsCard(Card):
    """The timeline and the button for what came before."""

    def __init__(self) -> None:
        super().__init__("办理步骤")
        self.timeline = StepTimeline()
        self.more = Button("", self.show_more, look=Look.LINK)
        self._rest: Sequence[TimelineEntry] = ()
        self.add(self.timeline)
        self.add(self.more)
        self.body.setAlignment(self.more, Qt.AlignmentFlag.AlignLeft)

    def show_steps(self, entries: Sequence[TimelineEntry]) -> None:
        """Show the newest steps of a matter."""
        self.set_count(f"{len(entries)} 步")
        self.timeline.set_entries(())
        self._rest = entries
        self.show_more()

    def show_more(self) -> None:
        """Show some older ones below."""
        self.timeline.add_entries(self._rest[:_PART])
        self._rest = self._rest[_PART:]
        self.more.setText(f"查看更早的 {len(self._rest)} 步")
        self.more.setVisible(bool(self._rest))
