"""The column that takes the room that is left."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tables.filling_column import FillingColumn
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView

COLUMNS = (
    Column("number", "编号", 6),
    Column("title", "事项", 10),
    Column("note", "提示", 9, is_hidden=True),
)


@pytest.fixture
def table(qtbot: QtBot) -> TableView:
    model = RecordTableModel(COLUMNS, lambda row: (row, row, row), lambda row: row, ["a", "b"])
    made = TableView(model, "事项")
    FillingColumn(made, COLUMNS, "title")
    qtbot.addWidget(made)
    made.resize(700, 200)
    made.show()
    return made


def test_it_fills_the_table_whatever_its_width(qtbot: QtBot, table: TableView):
    header = table.horizontalHeader()
    for width in (700, 900, 500):
        table.resize(width, 200)
        qtbot.waitUntil(lambda: header.length() == table.viewport().width())
        qtbot.waitUntil(lambda: not table.horizontalScrollBar().isVisible())  # a turn later


def test_a_scroll_bar_takes_room_and_gives_it_back(qtbot: QtBot, table: TableView):
    header, policies = table.horizontalHeader(), Qt.ScrollBarPolicy
    for policy in (policies.ScrollBarAlwaysOn, policies.ScrollBarAlwaysOff):
        qtbot.waitUntil(lambda: header.length() == table.viewport().width())
        before = table.viewport().width()
        table.setVerticalScrollBarPolicy(policy)
        qtbot.waitUntil(lambda before=before: table.viewport().width() != before)
        qtbot.waitUntil(lambda: header.length() == table.viewport().width())


def test_with_too_little_room_it_keeps_its_own_and_the_table_scrolls(
    qtbot: QtBot, table: TableView
):
    table.resize(180, 200)
    header = table.horizontalHeader()
    qtbot.waitUntil(lambda: header.sectionSize(1) == table.full_width(1))
    assert header.length() > table.viewport().width()


def test_a_column_called_later_takes_its_room_from_it(qtbot: QtBot, table: TableView):
    header = table.horizontalHeader()
    qtbot.waitUntil(lambda: header.length() == table.viewport().width())
    before = header.sectionSize(1)
    table.show_columns(["number", "title", "note"])
    qtbot.waitUntil(lambda: header.sectionSize(1) == before - table.full_width(2))
