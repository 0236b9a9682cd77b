"""来访台账: all visits of the register, found, opened and followed as they come."""

from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from reception_desk.errors import DeskError
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.services import register
from reception_desk.services.register import RegisterOrder
from reception_desk.services.search import SearchResult, search
from reception_desk.ui import text_size
from reception_desk.ui.dialogs.erase_form import EraseForm
from reception_desk.ui.file_viewer import FileViewer
from reception_desk.ui.pages.register.erasure_request import open_request
from reception_desk.ui.pages.register.opened_visit import read_visit
from reception_desk.ui.pages.register.reading import RegisterReading
from reception_desk.ui.pages.register.revealing import reveal
from reception_desk.ui.pages.register.search_choices import person_of, result_choices, visit_of
from reception_desk.ui.pages.register.visit_detail import VisitDetail
from reception_desk.ui.pages.register.visit_papers import VisitPapers
from reception_desk.ui.pages.register.visit_source import COLUMNS, RegisterModel, VisitSource
from reception_desk.ui.table_export import TableExport, may_export, paged
from reception_desk.ui.tables.page_reading import PageReading
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.widgets.buttons import IconButton
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.empty_state import EmptyState
from reception_desk.ui.widgets.inline_bar import InlineBar, Level
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.search_box import SearchBox
from reception_desk.ui.workplace import Workplace

_SIDE_BY_SIDE_FROM = 860


class RegisterPage(QWidget):
    """The order of all visits is read in the background, the latest first of all; lines as they
    come into sight.

    Signal `correction_asked(visit id)`: the clerk wants to complete or correct it.
    """

    correction_asked = Signal(str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = workplace
        self._zone = workplace.actor.desk.zone
        self._may_search = self._may(Action.SEARCH_PERSONS)
        self.model = RegisterModel(self._source(RegisterOrder()))
        self.table = TableView(
            self.model, "来访台账", is_flush=True, can_export=may_export(workplace)
        )
        self.search = SearchBox("姓名、首字母、电话、证件号、编号或诉求中的词  F3", name="查找来访")
        self.bar = InlineBar()
        self.viewer = FileViewer(workplace.files, workplace.tasks)
        revealing = partial(reveal, workplace, self._say_in_detail)
        self.detail = VisitDetail(
            revealing if self._may(Action.VIEW_PERSON) else None,
            self.viewer,
            can_correct=self._may(Action.EDIT_VISIT) and self._may(Action.REGISTER_VISIT),
            can_ask_erasure=self._may(Action.REQUEST_ERASURE),
            can_scan=self._may(Action.SCAN_PAGE),
            can_export=self._may(Action.EXPORT_DATA),
        )
        self.card = Card("全部来访", is_flush=True, parent=self)
        self._empty = EmptyState("正在读取台账…")
        self._stack = QStackedWidget(self.card)
        self._everything: VisitSource | None = None
        self._is_filtered = False
        self._reading = RegisterReading(workplace, self)
        self.lines = PageReading(workplace.tasks, self.table, self.model)
        self._arrange()
        self._listen()
        self.reload()

    def focus_search(self) -> None:
        """F3: put the caret into the search field, or into the table where there is none."""
        target: QWidget = self.search if self._may_search else self.table
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def take_focus(self) -> None:
        """Let the arrows walk through the visits."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read the order of all visits again; what is chosen and in sight stays."""
        self._reading.begin()

    def open_visit(self, visit_id: str) -> None:
        """Show one visit beside the table; the look is audited."""
        try:
            opened = read_visit(self._work.database, self._work.actor, visit_id)
        except DeskError as error:
            self.bar.say_error(error)
            return
        self.viewer.cancel()
        self.detail.show_visit(opened)
        self.detail.show()
        self._share_room()

    def export(self) -> None:
        """Export the visits in sight of the table: all of them, or one person's."""
        wanted = paged("来访台账", self.table, COLUMNS, self.model.visits.kept())
        TableExport(self._work, self.window(), wanted)

    def close_detail(self) -> None:
        """Give the room back to the table."""
        self.viewer.cancel()
        self.detail.hide()
        self.card.show()
        self.table.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.detail.isVisible():
            self.close_detail()
        elif event.key() == Qt.Key.Key_Escape and self._is_filtered:
            self._show_everything()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _may(self, action: Action) -> bool:
        return may([Role(role) for role in self._work.actor.roles], action)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(label("来访台账", "title"))
        head.addStretch(1)
        head.addWidget(self.search, 2)
        if not self._may_search:
            self.search.hide()
        self.search.setMaximumWidth(text_size.scaled(520))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 14)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self.bar)
        room = QHBoxLayout()
        room.setSpacing(14)
        whole.addLayout(room, 1)
        room.addWidget(self.card, 8)
        self.card.add(self._stack, 1)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        if may_export(self._work):
            self.card.add_action(IconButton("export", "导出…", self.export))
        self.detail.hide()
        room.addWidget(self.detail, 5)

    def _listen(self) -> None:
        self._reading.latest_read.connect(self._show_latest)
        self._reading.all_read.connect(self._show_all)
        self._reading.failed.connect(self._say_error)
        self.lines.failed.connect(self._say_error)
        self.search.asked.connect(self._search)
        self.search.chosen.connect(self._take_result)
        self.table.opened.connect(self.open_visit)
        self.table.export_asked.connect(self.export)
        self.table.clicked.connect(self._open_clicked)
        self.model.sort_asked.connect(self._sort)
        self.detail.closed.connect(self.close_detail)
        VisitPapers(self._work, self.detail, self.viewer, self._say_in_detail)
        self.detail.correction_asked.connect(self.correction_asked)
        self.detail.erasure_asked.connect(self.ask_erasure)
        self._work.changes.visit_erased.connect(self._take_erased)
        self._work.changes.visit_registered.connect(self._take_visit)
        self._work.changes.visit_changed.connect(self._take_visit)

    def _share_room(self) -> None:
        """Where there is no room for both, the detail stands in the place of the table."""
        is_wide = self.width() >= text_size.scaled(_SIDE_BY_SIDE_FROM)
        self.card.setVisible(is_wide or self.detail.isHidden())
        self._stretch_summary(is_stretched=self.detail.isHidden() and is_wide)

    def _stretch_summary(self, *, is_stretched: bool) -> None:
        """Give the room that is left to 事项; where there is none, the table scrolls sideways."""
        header, mode = self.table.horizontalHeader(), QHeaderView.ResizeMode
        at, column = next(pair for pair in enumerate(COLUMNS) if pair[1].key == "summary")
        wanted = mode.Stretch if is_stretched else mode.Interactive
        if header.sectionResizeMode(at) is wanted:
            return
        header.setStretchLastSection(not is_stretched)
        header.setSectionResizeMode(at, wanted)
        if not is_stretched:
            header.resizeSection(at, column.width * self.fontMetrics().horizontalAdvance("国"))

    def _show_latest(self, order: RegisterOrder) -> None:
        """Show what stands at the top while the rest is still being read."""
        if not self._is_filtered and self._everything is None:
            self._show_source(self._source(order))
            self.card.set_count("正在读取全部…")

    def _show_all(self, order: RegisterOrder) -> None:
        before, self._everything = self._everything, self._source(order)
        if before is not None and before.is_oldest_first:
            self._everything = self._everything.turned_round()
        if not self._is_filtered:
            self._show_source(self._everything)
        for visit_id in self._reading.noted():
            self._take_visit(visit_id)

    def _source(self, order: RegisterOrder) -> VisitSource:
        return VisitSource(self._work.database, self._work.actor, order)

    def _show_source(self, source: VisitSource) -> None:
        """Show lines; the chosen visit and the place in the table stay where they can."""
        chosen = self.table.current_id()
        place = self.table.verticalScrollBar().value()
        self.model.show(source)
        if chosen is not None:
            self._mark_visit(str(chosen))
        self.table.verticalScrollBar().setValue(place)
        self._say_count()

    def _say_count(self) -> None:
        count = self.model.visits.count()
        self._stack.setCurrentIndex(1 if count else 0)
        self._empty.say("还没有来访", "登记的来访会列在这里。")
        self.card.set_title("这位信访人的来访" if self._is_filtered else "全部来访")
        self.card.set_count(f"共 {count:,} 批" if count else "")

    def _take_visit(self, visit_id: str) -> None:
        """A visit came or changed, here or at another window."""
        source = self._everything
        if not visit_id:
            self.reload()
            return
        self._reading.note(visit_id)
        if source is None or (row := source.find(visit_id)) is None:
            return
        place = source.place_of(row)
        if place is None and source.is_new(row):
            self._insert(source, row)
        elif place is None:
            self.reload()  # its time was corrected: it stands elsewhere now
        elif not self._is_filtered:
            self.model.forget_page_of(place)

    def _insert(self, source: VisitSource, row: int) -> None:
        place = source.place_for(row)
        if self._is_filtered:
            source.insert(place, row)
            return
        bar = self.table.verticalScrollBar()
        top, before = self.table.rowAt(0), bar.value()
        self.model.insert(place, row)
        if before and place <= top:
            bar.setValue(before + self.table.rowHeight(0))
        self._say_count()

    def _mark_visit(self, visit_id: str) -> None:
        """Choose the line of a visit, if it is among those shown."""
        row = self.model.visits.find(visit_id)
        place = None if row is None else self.model.visits.place_of(row)
        if place is not None:
            self._mark(place)

    def ask_erasure(self, visit_id: str, number: str) -> EraseForm:
        """Open the form that asks for a visit to be erased by law."""
        return open_request(self._work, self.window(), self.detail.bar, visit_id, number)

    def _take_erased(self, visit_id: str) -> None:
        """A visit is gone for good, here or at another window; "" says perhaps several."""
        if not self.detail.isHidden() and visit_id in {"", self.detail.visit_id}:
            self.close_detail()
        self.reload()

    def _mark(self, row: int) -> None:
        self.table.setCurrentIndex(self.model.index(row, 0))

    def _open_clicked(self, index: QModelIndex) -> None:
        self.open_visit(self.model.row_id(index.row()))

    def _sort(self, _column: str, is_descending: bool) -> None:  # noqa: FBT001 - Qt's signal
        if self._everything is None or self._everything.is_oldest_first is not is_descending:
            return
        self._everything = self._everything.turned_round()
        self._show_source(self._everything)

    def _search(self, number: int, text: str) -> None:
        ask = partial(search, self._work.database, self._work.actor, text)
        self._work.tasks.run(
            "search", self, ask, partial(self._show_results, number), self._say_error
        )

    def _show_results(self, number: int, result: SearchResult) -> None:
        choices = result_choices(result, ZoneInfo(self._zone))
        self.search.show_results(number, choices, is_partial=result.is_partial)

    def _take_result(self, key: str) -> None:
        if (visit_id := visit_of(key)) is not None:
            self._show_everything()
            self._mark_visit(visit_id)
            self.open_visit(visit_id)
        elif (person_id := person_of(key)) is not None:
            self._show_person(person_id)

    def _show_person(self, person_id: str) -> None:
        order = register.register_order_of(
            self._work.database, self._work.actor, person_id, reason="台账查找"
        )
        self._is_filtered = True
        self._show_source(self._source(order))
        self.bar.say(
            Level.INFO,
            "只显示所查信访人的来访，用于关联材料；此次查找已记入审计。",
            [("显示全部来访", self._show_everything)],
        )
        if order.rows:
            self._mark(0)
            self.table.setFocus()

    def _show_everything(self) -> None:
        self.bar.clear()
        was_filtered, self._is_filtered = self._is_filtered, False
        if was_filtered and self._everything is not None:
            self._show_source(self._everything)

    def _say_in_detail(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.detail.bar.say_error(error)
        else:
            self._work.messages.show_error(error)

    def _say_error(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.bar.say_error(error)
        else:
            self._work.messages.show_error(error)
