"""依法删除: what was asked for; a leader decides, and what is confirmed is gone everywhere."""

from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget

from reception_desk.errors import DeskError
from reception_desk.records.erasure import ErasureOrder, ErasureState
from reception_desk.rules.erasure import EraseBasis
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.services import erasure
from reception_desk.ui.dialogs.erase_form import ConfirmErasureForm
from reception_desk.ui.pages.settings.section import Section
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.empty_state import EmptyState
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.workplace import Workplace

LANE = "erasure"
COLUMNS = (
    Column(
        "state",
        "状态",
        5,
        marks={
            ErasureState.WAITING.label: (Colour.WARN, "clock"),
            ErasureState.CONFIRMED.label: (Colour.OK, "done"),
            ErasureState.DECLINED.label: (Colour.MUTED, "skip"),
        },
    ),
    Column("number", "来访", 11),
    Column("basis", "法定情形", 10),
    Column("reason", "依据的文书", 14),
    Column("asked", "提出", 11),
    Column("decided", "处理", 4),
)


class ErasureSection(Section):
    """Orders of every window; whoever asked for one cannot decide it."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(
            workplace,
            "依法删除",
            "按《个人信息保护法》第四十七条删除来访：一人在来访台账里提出，局领导批准后，"
            "本机、中心和所有窗口都不再保留，不能恢复。",
            is_wide=True,
        )
        self._zone = ZoneInfo(workplace.actor.desk.zone)
        self._may_decide = may(map(Role, workplace.actor.roles), Action.CONFIRM_ERASURE)
        self.model: RecordTableModel[ErasureOrder] = RecordTableModel(
            COLUMNS, self._cells, lambda order: order.order_id
        )
        self.table = TableView(self.model, "依法删除", is_flush=True, can_export=False)
        self.decline_button = Button("不批准…", self._ask_decline)
        self.confirm_button = Button("批准并删除…", self.open_confirmation, look=Look.DANGER)
        self._stack = QStackedWidget()
        self._stack.addWidget(
            EmptyState("没有提出的删除", "在来访台账打开一次来访，点“依法删除…”提出。")
        )
        self._stack.addWidget(self.table)
        self._card = Card("提出的删除", is_flush=True)
        self._card.add(self._stack, 1)
        self.add(self._card, 1)
        if self._may_decide:
            self.add_foot(self.decline_button)
            self.add_foot(self.confirm_button)
        self.table.selectionModel().currentRowChanged.connect(self._judge)
        self.work.changes.erasure_changed.connect(self.reload)
        self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()

    def reload(self) -> None:
        """Read the orders again in the background; the chosen one stays chosen."""
        read = partial(erasure.orders, self.work.database, self.work.actor)
        self.work.tasks.run(LANE, self, read, self._show, self.say_error)

    def open_confirmation(self) -> ConfirmErasureForm | None:
        """Open the form in which a leader confirms the chosen order."""
        order = self._chosen()
        if order is None:
            return None
        form = ConfirmErasureForm(self.window(), order)
        form.confirmed.connect(partial(self._confirm, form, order))
        form.open()
        return form

    def _confirm(self, form: ConfirmErasureForm, order: ErasureOrder, password: str) -> None:
        erase = partial(
            erasure.confirm,
            self.work.database,
            self.work.files,
            self.work.actor,
            order.order_id,
            password,
        )

        def erased(count: int) -> None:
            form.accept()
            self.bar.say(Level.OK, f"已删除 {count} 条记录；中心和其他窗口在下次同步时删除。")
            self.work.changes.visit_erased.emit(order.visit_id)
            self.work.changes.erasure_changed.emit(order.order_id)

        def refused(error: Exception) -> None:
            if isinstance(error, DeskError):
                form.refuse(error)
            else:
                form.reject()
                self.say_error(error)

        self.work.tasks.run(LANE, form, erase, erased, refused)

    def _ask_decline(self) -> None:
        order = self._chosen()
        if order is not None:
            self.work.messages.ask(
                f"不批准删除来访 {order.number}？",
                partial(self._decline, order),
                yes="不批准",
                detail="登记保持不变；提出人可以另行提出。",
            )

    def _decline(self, order: ErasureOrder) -> None:
        try:
            erasure.decline(self.work.database, self.work.actor, order.order_id)
        except DeskError as error:
            self.say_error(error)
            return
        self.bar.say(Level.OK, f"没有批准删除来访 {order.number}，登记不变。")
        self.work.changes.erasure_changed.emit(order.order_id)

    def _show(self, found: tuple[ErasureOrder, ...]) -> None:
        chosen = self.table.current_id()
        self.model.set_records(found)
        self.table.setCurrentIndex(self.model.index(max(self.model.row_of(chosen), 0), 0))
        self._stack.setCurrentIndex(1 if found else 0)
        waiting = sum(order.state is ErasureState.WAITING for order in found)
        self._card.set_count(f"{waiting} 件待批准" if waiting else "")
        self._judge()

    def _cells(self, order: ErasureOrder) -> tuple[str, ...]:
        moment = order.requested_at.astimezone(self._zone)
        return (
            order.state.label,
            order.number or "（已不在）",
            EraseBasis(order.basis).label,
            order.reason,
            f"{order.requested_by} {moment:%Y-%m-%d}",
            order.decided_by,
        )

    def _chosen(self) -> ErasureOrder | None:
        row = self.table.currentIndex().row()
        return self.model.record(row) if 0 <= row < self.model.rowCount() else None

    def _judge(self) -> None:
        """Nobody decides what they asked for; what is decided stays so."""
        order = self._chosen()
        is_open = order is not None and order.state is ErasureState.WAITING and not order.is_own
        self.decline_button.setEnabled(is_open)
        self.confirm_button.setEnabled(is_open)
