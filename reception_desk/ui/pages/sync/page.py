"""同步: the state large at the top; below it what needs a person, what waits, what was."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.conflicts import OpenConflict
from reception_desk.records.sync import (
    LinkState,
    RefusedChange,
    RoundRecord,
    SyncStanding,
    WaitingRows,
)
from reception_desk.services.conflicts import open_conflicts
from reception_desk.services.refused_changes import refused_changes
from reception_desk.services.sync_standing import sync_standing
from reception_desk.ui.pages.sync.conflicts_pane import ConflictsPane
from reception_desk.ui.pages.sync.list_pane import ListPane
from reception_desk.ui.pages.sync.refused_pane import RefusedPane
from reception_desk.ui.pages.sync.state_card import StateCard
from reception_desk.ui.pages.sync.words import (
    ROUND_COLUMNS,
    WAITING_COLUMNS,
    figures,
    headline,
    round_cells,
)
from reception_desk.ui.widgets.empty_state import EmptyState
from reception_desk.ui.workplace import Workplace

LANE = "sync page"
REFRESH_MS = 3000


@dataclass(frozen=True, slots=True)
class _View:
    standing: SyncStanding
    conflicts: tuple[OpenConflict, ...]
    refused: tuple[RefusedChange, ...]


class SyncPage(QWidget):
    """Signal `visit_asked(visit id)`: the person wants to see the record itself."""

    visit_asked = Signal(str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = workplace
        self._zone = ZoneInfo(workplace.actor.desk.zone)
        self._standing = SyncStanding((), None, ())
        self._is_reading = False
        self.state = StateCard(("待上传", "最近成功", "速度"))
        self.tabs = QTabBar()
        self._stack = QStackedWidget(self)
        self._timer = QTimer(self, interval=REFRESH_MS)
        self._arrange()
        self.conflicts = ConflictsPane(workplace, self._stack)
        self.refused = RefusedPane(workplace, self._stack)
        self.waiting: ListPane[WaitingRows] = _waiting_pane(self._stack)
        self.history: ListPane[RoundRecord] = _history_pane(self._zone, self._stack)
        for pane in (self.conflicts, self.refused, self.waiting, self.history):
            self._stack.addWidget(pane)
        self._listen()
        self._say_state()

    def reload(self) -> None:
        """Read everything again in the background, unless that is under way."""
        if self._is_reading:
            return
        self._is_reading = True
        read = partial(_read, self._work.database, self._work.actor)
        self._work.tasks.run(LANE, self, read, self._show, self._failed)

    def take_focus(self) -> None:
        """Begin where something waits for a person."""
        self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()

    def _show(self, view: _View) -> None:
        self._is_reading = False
        self._standing = view.standing
        self.conflicts.show_conflicts(view.conflicts)
        self.refused.show_changes(view.refused)
        self.waiting.show_records(view.standing.waiting)
        self.history.show_records(view.standing.rounds)
        counts = (len(view.conflicts), len(view.refused), view.standing.unsent, 0)
        for place, (name, count) in enumerate(zip(_TABS, counts, strict=True)):
            self.tabs.setTabText(place, f"{name}（{count}）" if count else name)
        self._say_state()

    def _failed(self, error: Exception) -> None:
        self._is_reading = False
        if isinstance(error, DeskError):
            self.conflicts.judge.bar.say_error(error)
        else:
            self._work.messages.show_error(error)

    def _say_state(self) -> None:
        status = self._work.centre.last if self._work.centre else None
        moment = datetime.now(UTC)
        is_online = status is not None and status.state is LinkState.ONLINE
        verb = "" if status is None else "立即同步" if is_online else "立即重试"
        self.state.show_state(
            headline(status, self._zone, moment),
            figures(status, self._standing, self._zone, moment),
            verb,
        )

    def _sync_now(self) -> None:
        if self._work.centre is not None:
            self._work.centre.retry_now()

    def _refresh_in_sight(self) -> None:
        if self.isVisible():
            self.reload()

    def _listen(self) -> None:
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.state.button.clicked.connect(self._sync_now)
        self.conflicts.visit_asked.connect(self.visit_asked)
        self.refused.visit_asked.connect(self.visit_asked)
        self.refused.sent_again.connect(self._after_sending)
        self._work.changes.conflict_changed.connect(self._refresh_in_sight)
        if self._work.centre is not None:
            self._work.centre.state_changed.connect(self._say_state)
            self._work.centre.round_done.connect(self._refresh_in_sight)
        self._timer.timeout.connect(self._refresh_in_sight)
        self._timer.start()

    def _after_sending(self) -> None:
        self._sync_now()
        self.reload()

    def _arrange(self) -> None:
        self.tabs.setAccessibleName("同步的各项")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for name in _TABS:
            self.tabs.addTab(name)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 14)
        whole.setSpacing(10)
        whole.addWidget(self.state)
        whole.addWidget(self.tabs)
        whole.addWidget(self._stack, 1)


_TABS = ("冲突", "中心未收", "待上传", "历史")


def _read(database: Database, actor: Actor) -> _View:
    return _View(
        sync_standing(database, actor),
        open_conflicts(database, actor),
        refused_changes(database, actor),
    )


def _waiting_pane(parent: QWidget) -> ListPane[WaitingRows]:
    return ListPane(
        "等着上传的内容",
        WAITING_COLUMNS,
        lambda kind: (kind.noun, kind.count),
        lambda kind: kind.noun,
        EmptyState("都已上传", "新登记的内容会在几秒内传到中心；断网时在这里等候。", icon="done"),
        parent=parent,
    )


def _history_pane(zone: ZoneInfo, parent: QWidget) -> ListPane[RoundRecord]:
    return ListPane(
        "最近一个月的同步",
        ROUND_COLUMNS,
        lambda found: round_cells(found, zone),
        lambda found: found.started_at,
        EmptyState(
            "还没有同步过", "连上中心后，每次传了什么、用了多久、为什么没有连上都记在这里。"
        ),
        parent=parent,
    )
