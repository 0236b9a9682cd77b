"""The video sessions about a matter: when, where they stand, and what clashes."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QVBoxLayout

from reception_desk.records.video_sessions import SessionLine
from reception_desk.ui.session_lines import state_words, time_words
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.labels import label


class SessionsCard(Card):
    """Hidden where there was none."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__("视频接访")
        self._zone = zone
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self.add(self._rows)

    def show_sessions(self, lines: Sequence[SessionLine]) -> None:
        """Show the sessions, oldest first."""
        empty(self._rows)
        self.set_count(f"{len(lines)} 场" if lines else "")
        self.setVisible(bool(lines))
        for line in lines:
            when = time_words(line, self._zone)
            words = " · ".join(part for part in (when, line.room, line.level.label) if part)
            self._rows.addWidget(label(f"{state_words(line.state)}　{words}", wraps=True))
            self._rows.addWidget(label(line.label, "muted", wraps=True))
            if line.clashes:
                self._rows.addWidget(label("；".join(line.clashes), "error", wraps=True))
