"""Lines that scroll into sight are read off the UI thread."""

import threading
from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reception_desk.errors import DatabaseError
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tables.page_reading import PageReading
from reception_desk.ui.tables.paged_model import PAGE_ROWS, PagedTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.tasks import Tasks

FAR = 500_000 - 500_000 % PAGE_ROWS


class Rows:
    """Invented rows; a page is handed over when the gate is open."""

    def __init__(self, word: str = "N") -> None:
        self.word = word
        self.gate = threading.Event()
        self.gate.set()
        self.threads: dict[int, int] = {}
        self.error: Exception | None = None

    def count(self) -> int:
        return 1_000_000

    def page(self, first: int, rows: int) -> Sequence[tuple[Any, ...]]:
        assert self.gate.wait(20)
        if self.error is not None:
            raise self.error
        self.threads[first] = threading.get_ident()
        return [(f"id{at}", f"{self.word}{at}") for at in range(first, first + rows)]


class Scene:
    """A table of a million rows with its reading."""

    def __init__(self, qtbot: QtBot, tasks: Tasks) -> None:
        self.rows = Rows()
        self.model = PagedTableModel([Column("number", "编号", 12)], self.rows)
        self.table = TableView(self.model, "样本")
        self.reading = PageReading(tasks, self.table, self.model)
        qtbot.addWidget(self.table)
        self.table.resize(500, 400)
        self.table.show()
        qtbot.waitUntil(lambda: 0 in self.rows.threads)
        QApplication.processEvents()

    def scroll_to(self, row: int) -> None:
        """Scroll and paint."""
        self.table.verticalScrollBar().setValue(row * self.table.rowHeight(0))
        self.table.viewport().repaint()


@pytest.fixture
def scene(qtbot: QtBot, tasks: Tasks) -> Scene:
    return Scene(qtbot, tasks)


def test_the_first_lines_are_read_at_once(scene: Scene):
    assert scene.rows.threads[0] == threading.get_ident()
    assert scene.reading.is_whole


def test_lines_scrolled_to_come_from_a_worker(qtbot: QtBot, scene: Scene):
    scene.rows.gate.clear()
    scene.scroll_to(FAR)

    assert not scene.reading.is_whole
    assert scene.model.painted_text(FAR, 0) is None
    empty = scene.table.viewport().grab().toImage()

    scene.rows.gate.set()
    qtbot.waitUntil(lambda: scene.reading.is_whole)
    assert scene.rows.threads[FAR] != threading.get_ident()
    assert scene.model.painted_text(FAR, 0) == f"N{FAR}"
    assert scene.table.viewport().grab().toImage() != empty


def test_who_asks_for_a_line_does_not_wait_for_the_worker(scene: Scene):
    scene.rows.gate.clear()
    scene.scroll_to(FAR)
    scene.rows.gate.set()
    assert scene.model.row_id(FAR) == f"id{FAR}"
    assert scene.model.index(FAR, 0).data() == f"N{FAR}"


def test_a_short_step_has_the_next_page_read_before_it_is_seen(qtbot: QtBot, scene: Scene):
    scene.scroll_to(3)
    qtbot.waitUntil(lambda: scene.model.has_page(1))
    assert scene.rows.threads[PAGE_ROWS] != threading.get_ident()
    assert not scene.model.has_page(2)


def test_a_jump_reads_only_what_is_seen(qtbot: QtBot, scene: Scene):
    scene.scroll_to(FAR)
    qtbot.waitUntil(lambda: scene.reading.is_whole)
    assert set(scene.rows.threads) == {0, FAR}


def test_places_passed_by_are_not_read(qtbot: QtBot, scene: Scene, tasks: Tasks):
    scene.rows.gate.clear()
    for part in range(1, 40):
        scene.scroll_to(FAR * part // 40)
    scene.scroll_to(FAR)
    scene.rows.gate.set()
    qtbot.waitUntil(lambda: scene.reading.is_whole and tasks.pending == 0)
    assert len(scene.rows.threads) <= 10


def test_lines_of_another_order_are_not_mixed_in(qtbot: QtBot, scene: Scene, tasks: Tasks):
    old, new = scene.rows, Rows("R")
    old.gate.clear()
    scene.scroll_to(FAR)
    qtbot.waitUntil(lambda: tasks.pending == 1)
    scene.model.set_source(new)
    scene.scroll_to(FAR)
    old.gate.set()
    qtbot.waitUntil(lambda: scene.reading.is_whole and tasks.pending == 0)
    assert scene.model.painted_text(FAR, 0) == f"R{FAR}"


def test_a_changed_line_is_painted_anew_without_a_gap(scene: Scene):
    scene.rows.word = "M"
    scene.model.forget_page_of(2)
    scene.table.viewport().repaint()
    assert scene.model.painted_text(2, 0) == "M2"
    assert scene.rows.threads[0] == threading.get_ident()


def test_a_failure_is_told_and_the_next_step_tries_again(qtbot: QtBot, scene: Scene):
    scene.rows.error = DatabaseError("本机数据库读不出来。")
    with qtbot.waitSignal(scene.reading.failed) as told:
        scene.scroll_to(FAR)
    assert told.args == [scene.rows.error]

    scene.rows.error = None
    scene.scroll_to(FAR + 1)
    qtbot.waitUntil(lambda: scene.reading.is_whole)
    assert scene.model.painted_text(FAR + 1, 0) == f"N{FAR + 1}"
