"""Tables: a million rows by pages, short lists, and what the view offers."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from reception_desk.ui import theme
from reception_desk.ui.tables.cells import RowIdRole
from reception_desk.ui.tables.columns import Column, cell_text
from reception_desk.ui.tables.paged_model import PAGE_ROWS, NoRows, PagedTableModel
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.tokens import Colour, Scheme

COLUMNS = [
    Column("number", "编号"),
    Column("name", "姓名", 4, is_sortable=False),
    Column("heads", "人数", 3, is_right=True),
    Column("state", "状态", 5, marks={"已办结": (Colour.OK, "done")}),
    Column("note", "备注", is_hidden=True),
]


class Rows:
    """Invented rows that remember which pages were read."""

    def __init__(self, count, state="已办结") -> None:
        self._count = count
        self._state = state
        self.read = []

    def count(self):
        return self._count

    def page(self, first, rows):
        self.read.append(first)
        last = min(first + rows, self._count)
        return [(f"id{at}", f"N{at}", "张伟", at, self._state, None) for at in range(first, last)]


@dataclass(frozen=True)
class Ticket:
    key: str
    number: str
    heads: int | None


def tickets_model(*tickets: Ticket):
    columns = [Column("number", "号码"), Column("heads", "人数")]
    return RecordTableModel(columns, lambda t: (t.number, t.heads), lambda t: t.key, tickets)


def shown(qtbot, model, **options: bool):
    view = TableView(model, "登记记录", **options)
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.show()
    qtbot.waitExposed(view)
    return view


@pytest.mark.parametrize("count", [0, 1, 100, 250])
def test_paged_model_keeps_qts_rules(qtmodeltester, count):
    qtmodeltester.check(PagedTableModel(COLUMNS, Rows(count)))


def test_record_model_keeps_qts_rules(qtmodeltester):
    model = tickets_model(Ticket("a", "A1", 2), Ticket("b", "A2", None))
    qtmodeltester.check(model)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.set_records([])


def test_a_million_rows_read_only_the_pages_in_sight(qtbot):
    rows = Rows(1_000_000)
    model = PagedTableModel(COLUMNS, rows)
    view = shown(qtbot, model)
    assert model.rowCount() == 1_000_000
    rows.read.clear()
    page = 500_000 - 500_000 % PAGE_ROWS
    view.scrollTo(model.index(page, 0), TableView.ScrollHint.PositionAtTop)
    view.grab()
    assert set(rows.read) == {page}
    assert model.row_id(page + 5) == f"id{page + 5}"


def test_a_million_rows_scroll_smoothly(qtbot, smooth):
    model = PagedTableModel(COLUMNS, Rows(1_000_000))
    view = shown(qtbot, model)
    bar = view.verticalScrollBar()
    with smooth.look():
        for part in range(1, 20):
            bar.setValue(bar.maximum() * part // 20)
            view.viewport().repaint()
            QGuiApplication.processEvents()


def test_pages_long_out_of_sight_are_forgotten():
    rows = Rows(1_000_000)
    model = PagedTableModel(COLUMNS, rows)
    for page in range(200):
        model.row_id(page * PAGE_ROWS)
    rows.read.clear()
    model.row_id(199 * PAGE_ROWS)
    assert rows.read == []
    model.row_id(0)
    assert rows.read == [0]


def test_changed_record_is_read_again(qtbot):
    rows = Rows(250)
    model = PagedTableModel(COLUMNS, rows)
    model.row_id(240)
    rows.read.clear()
    with qtbot.waitSignal(model.dataChanged) as told:
        model.forget_page_of(240)
    first = 240 - 240 % PAGE_ROWS
    assert (told.args[0].row(), told.args[1].row()) == (first, 249)
    model.row_id(240)
    assert rows.read == [first]


def test_click_on_a_heading_asks_for_another_order(qtbot):
    model = PagedTableModel(COLUMNS, Rows(5))
    view = shown(qtbot, model)
    header = view.horizontalHeader()

    def click(column):
        spot = QPoint(header.sectionViewportPosition(column) + 8, header.height() // 2)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)

    with qtbot.waitSignal(model.sort_asked) as told:
        click(0)
    first = told.args
    with qtbot.waitSignal(model.sort_asked) as told:
        click(0)
    assert {tuple(first), tuple(told.args)} == {("number", False), ("number", True)}
    with qtbot.assertNotEmitted(model.sort_asked):
        click(1)
    model.set_source(Rows(7))
    assert model.rowCount() == 7


def test_cells_have_text_colour_icon_and_side():
    model = PagedTableModel(COLUMNS, Rows(1))
    role = Qt.ItemDataRole
    assert model.index(0, 3).data() == "已办结"
    assert model.index(0, 3).data(role.ForegroundRole).name() == "#167547"
    assert not model.index(0, 3).data(role.DecorationRole).isNull()
    assert model.index(0, 2).data(role.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.index(0, 4).data() == ""
    assert model.index(0, 0).data(RowIdRole) == "id0"
    assert model.data(QModelIndex()) is None
    assert (cell_text(True), cell_text(False), cell_text(3)) == ("是", "否", "3")
    assert PagedTableModel(COLUMNS, NoRows()).rowCount() == 0
    assert NoRows().page(0, 100) == ()


def test_short_list_sorts_itself_with_empty_cells_last():
    model = tickets_model(Ticket("a", "A1", 2), Ticket("b", "A2", None), Ticket("c", "A3", 10))
    kept = QPersistentModelIndex(model.index(0, 0))
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert [model.record(row).key for row in range(3)] == ["c", "a", "b"]
    assert kept.row() == 1
    model.sort(1)
    assert [model.record(row).key for row in range(3)] == ["a", "c", "b"]
    model.set_records([Ticket("d", "A4", 5), Ticket("e", "A5", 1)])
    assert [model.record(row).key for row in range(2)] == ["e", "d"]
    assert model.row_of("d") == 1
    assert model.row_of("gone") == -1


def test_rows_are_copied_as_they_are_shown(qtbot):
    view = shown(qtbot, PagedTableModel(COLUMNS, Rows(5)))
    view.setFocus()
    view.selectRow(1)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keySequence(view, QKeySequence(QKeySequence.StandardKey.Copy))
    assert QGuiApplication.clipboard().text() == "N1\t张伟\t1\t已办结\nN2\t张伟\t2\t已办结"
    assert view.chosen_ids() == ["id1", "id2"]


def test_enter_and_double_click_open_a_row(qtbot):
    view = shown(qtbot, PagedTableModel(COLUMNS, Rows(5)))
    assert view.current_id() is None
    view.selectRow(2)
    with qtbot.waitSignal(view.opened) as told:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert told.args == ["id2"]
    spot = view.visualRect(view.model().index(1, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    with qtbot.waitSignal(view.opened) as told:
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert told.args == ["id1"]


def open_menu(view):
    view.open_menu(view.mapToGlobal(QPoint(10, 10)))
    (menu,) = (menu for menu in view.findChildren(QMenu) if menu.isVisible())
    return menu


def test_menu_exports_and_chooses_columns(qtbot):
    view = shown(qtbot, PagedTableModel(COLUMNS, Rows(5)))
    assert view.shown_columns() == ["number", "name", "heads", "state"]
    menu = open_menu(view)
    texts = [action.text() for action in menu.actions()]
    assert texts == ["复制所选行", "导出…", "显示的列"]
    with qtbot.waitSignal(view.export_asked):
        menu.actions()[1].trigger()
    columns = menu.findChildren(QMenu)[0]
    with qtbot.waitSignal(view.columns_changed):
        columns.actions()[4].trigger()
    assert view.shown_columns()[-1] == "note"
    menu.close()
    view.show_columns(["name"])
    assert view.shown_columns() == ["name"]
    menu = open_menu(view)
    assert not menu.findChildren(QMenu)[0].actions()[1].isEnabled(), "the last column stays"
    menu.close()


def test_rows_grow_with_the_text(qtbot, app, scheme_restored):
    view = shown(qtbot, PagedTableModel(COLUMNS, Rows(5)), is_flush=True, can_export=False)
    assert view.rowHeight(0) == 36
    width = view.columnWidth(0)
    theme.apply(app, Scheme.DARK, 2.0)
    assert view.rowHeight(0) == 72
    assert view.columnWidth(0) > width


def test_a_mark_of_the_first_word_stands_for_what_follows():
    column = Column("left", "剩余", marks={"已超期": (Colour.ERROR, "warning")})
    assert column.mark("已超期") == column.mark("已超期 3 天") == (Colour.ERROR, "warning")
    assert column.mark("还有 3 天") is None
    assert column.mark("") is None


def test_hidden_columns_take_no_room(qtbot):
    model = PagedTableModel(COLUMNS, Rows(3))
    view = TableView(model, "登记记录")
    view.horizontalHeader().setStretchLastSection(False)
    qtbot.addWidget(view)
    view.resize(900, 300)
    view.show()
    qtbot.waitExposed(view)
    widths = [view.columnWidth(at) for at in range(len(COLUMNS)) if not view.isColumnHidden(at)]
    assert view.horizontalHeader().length() == sum(widths)


def test_a_column_that_comes_back_has_its_own_width_and_the_others_keep_theirs(qtbot):
    view = shown(qtbot, PagedTableModel(COLUMNS, Rows(3)))
    view.setColumnWidth(0, 333)
    view.show_columns(["number", "note"])
    view.show_columns(["number", "name", "note"])
    assert (view.columnWidth(0), view.columnWidth(1)) == (333, view.full_width(1))
