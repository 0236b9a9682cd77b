"""Cells painted by ourselves look as the style sheet has them painted by Qt."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyledItemDelegate
from pytestqt.qtbot import QtBot

from reception_desk.ui import theme
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.tokens import Colour, Scheme
from tests.ui.stage import show

Row = tuple[str, str, int, str]
COLUMNS = [
    Column("number", "编号", 9),
    Column("summary", "事项", 8),
    Column("heads", "人数", 4, is_right=True),
    Column(
        "state", "状态", 6, marks={"已登记": (Colour.OK, "done"), "待补充": (Colour.WARN, "clock")}
    ),
]
ROWS: list[Row] = [
    ("420921-2026-0001", "要求支付拖欠的土地流转费，村委会没有发放", 1, "已登记"),
    ("420921-2026-0002", "低保", 12, "待补充"),
    ("420921-2026-0003", "", 5, "其他"),
    ("420921-2026-0004", "征地补偿", 2, "已登记"),
]
_UNLIKE = 40
"""Of 255: less is the edge of a letter that stands a part of a pixel elsewhere."""


@pytest.fixture
def model() -> RecordTableModel[Row]:
    return RecordTableModel(COLUMNS, lambda row: row, lambda row: row[0], ROWS)


@pytest.fixture
def table(qtbot: QtBot, model: RecordTableModel[Row]) -> TableView:
    made = TableView(model, "样本", is_flush=True)
    show(qtbot, made, width=700, height=260)
    QTest.mouseMove(made.viewport(), QPoint(40, made.viewport().height() - 3))  # below the rows
    return made


def picture(table: TableView) -> QImage:
    QApplication.processEvents()
    return table.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB888)


def unlike(first: QImage, second: QImage) -> float:
    """Return the share of pixels that differ to the eye."""
    assert first.size() == second.size()
    pairs = zip(bytes(first.constBits()), bytes(second.constBits()), strict=True)
    return sum(abs(one - other) > _UNLIKE for one, other in pairs) / first.sizeInBytes()


def by_qt(table: TableView) -> QImage:
    ours = table.itemDelegate()
    table.setItemDelegate(QStyledItemDelegate(table))
    taken = picture(table)
    table.setItemDelegate(ours)
    return taken


@pytest.mark.usefixtures("scheme_restored")
@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_looks_as_qt_paints_it(
    app: QApplication, table: TableView, scheme: Scheme, scale: float
):
    theme.apply(app, scheme, scale)
    table.selectRow(1)
    QTest.mouseMove(table.viewport(), QPoint(40, table.rowHeight(0) * 2 + 8))

    assert unlike(picture(table), by_qt(table)) < 0.004


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table.selectRow(0),
        lambda table: table.setEnabled(False),
        lambda table: QTest.mouseMove(table.viewport(), QPoint(40, table.rowHeight(0) * 2 + 8)),
    ],
    ids=["selected", "disabled", "under the mouse"],
)
def test_a_state_is_seen(table: TableView, change: Callable[[TableView], object]):
    before = picture(table)
    change(table)
    assert picture(table) != before


def test_a_text_too_long_keeps_to_its_column(table: TableView, model: RecordTableModel[Row]):
    table.setColumnHidden(2, True)
    whole = picture(table)
    left = table.columnViewportPosition(3)
    beside = whole.copy(left, 0, whole.width() - left, whole.height())
    model.set_records([(number, "", heads, state) for number, _, heads, state in ROWS])

    assert picture(table).copy(beside.rect().translated(left, 0)) == beside


def test_the_end_of_a_long_number_stays(qtbot: QtBot):
    """What differs from line to line is its running part."""

    def painted(number: str, *, keeps_end: bool) -> QImage:
        columns = [Column("number", "编号", 6, keeps_end=keeps_end), Column("name", "姓名")]
        model = RecordTableModel(columns, lambda row: row, lambda row: row[0], [(number, "")])
        table = TableView(model, "样本", is_flush=True)
        show(qtbot, table, width=400, height=120)
        table.setColumnWidth(0, 100)
        QTest.mouseMove(table.viewport(), QPoint(40, table.viewport().height() - 3))
        return picture(table)

    first, second = "420921-LF-20261123-0001", "420921-LF-20261123-0002"
    assert painted(first, keeps_end=False) == painted(second, keeps_end=False)
    assert painted(first, keeps_end=True) != painted(second, keeps_end=True)
