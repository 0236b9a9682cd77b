"""The day that the demonstration plays: five visitors, two windows, a pulled cable."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from reception_desk.commands.demo.board import DemoBoard
from reception_desk.commands.demo.clerk import DemoClerk
from reception_desk.commands.demo.hall import DemoDesk, new_centre, open_desk
from reception_desk.commands.demo.kiosk import DemoKiosk
from reception_desk.commands.demo.leader_day import DemoLeaderDay
from reception_desk.commands.demo.matter import DemoMatter
from reception_desk.commands.demo.parts import Parts
from reception_desk.commands.demo.video import DemoVideo
from reception_desk.commands.demo.visitors import VISITORS, DemoVisitor
from reception_desk.errors import DeskError
from reception_desk.records.document import DocumentKind
from reception_desk.records.sync import LinkState
from reception_desk.records.visit import VisitRecord
from reception_desk.services import printing, scans, visits
from reception_desk.sync import centre, file_queue
from reception_desk.sync.outbox import count_waiting
from reception_desk.ui.pages.register import RegisterPage
from reception_desk.ui.rehearsal import Rehearsal

_HEARD = (0, 1, 3)
"""Whom the leader receives: their places among the day's visitors."""
_PSQL_QUERIES = {
    "centre-visits.txt": """
SELECT provisional_number, arrived_at, head_count, "window",
       (SELECT count(*) FROM app.visit_person p WHERE p.visit_id = v.id) AS persons, summary
  FROM app.visit v ORDER BY arrived_at""",
    "centre-steps.txt": """
SELECT s.event, s.day, s.result, u.short_name AS unit, s.basis
  FROM app.step s LEFT JOIN app.unit u ON u.id = s.unit_id ORDER BY s.created_at, s.id""",
    "centre-video.txt": """
SELECT e.event, e.result, e.decided_by, e.occurred_at
  FROM app.session_event e ORDER BY e.created_at, e.id""",
    "centre-promises.txt": """
SELECT p.what, u.short_name AS owner, p.owner_name, p.due_on, p.source,
       (SELECT string_agg(r.kind, ', ' ORDER BY r.created_at, r.id)
          FROM app.promise_report r WHERE r.promise_id = p.id) AS reports
  FROM app.promise p JOIN app.unit u ON u.id = p.owner_unit_id ORDER BY p.created_at, p.id""",
    "centre-papers.txt": """
SELECT coalesce(later_kind, kind) AS kind, title, number
  FROM app.document ORDER BY created_at, id""",
}


class Day:
    """Plays once; `records` are the visits as registered."""

    def __init__(self, out: Path, parts: Parts, say: Callable[[str], None]) -> None:
        self.records: list[tuple[DemoVisitor, int, VisitRecord]] = []
        self._out = out
        self._parts = parts
        self._say = say
        self._rehearsal = Rehearsal(out / "pictures")
        self._admin_dsn = new_centre(parts)
        self._desks: list[DemoDesk] = []
        self._clerks: list[DemoClerk] = []
        self._fetched: list[dict[str, Any]] = []
        self._board: DemoBoard | None = None
        self._kiosk: DemoKiosk | None = None
        for number, name in enumerate(("周敏", "吴强"), 1):
            self._open(number, name)

    def play(self) -> None:
        """Register the five visitors; the centre is away while the fourth is received."""
        first, second = self._clerks
        record = self._register(1, VISITORS[0])
        first.scan(record)
        first.print_form(record)
        first.finish()
        self._see_at_other_window(record)
        self._open_files_at_other_window(record)
        self._register(2, VISITORS[1])
        second.finish()
        self._register(1, VISITORS[2])
        first.finish()
        self._pull_cable()
        self._register(2, VISITORS[3])
        second.finish()
        self._register(1, VISITORS[4])
        self._plug_in()
        DemoMatter(self._desks[0], record, self._rehearsal).play(self._say)
        DemoVideo(self._desks, record, self._rehearsal, self._out / "video").play(self._say)
        DemoLeaderDay(
            self._desks,
            [self.records[place][2] for place in _HEARD],
            self._rehearsal,
            self._out / "leader-day",
        ).play(self._say)
        together = self._desks if self._admin_dsn else self._desks[:1]
        self._board = DemoBoard(together, self._rehearsal)
        self._board.play(self._say)
        self._wait_for_quiet()
        self._kiosk = DemoKiosk(self._desks[0], record, self._rehearsal)
        self._kiosk.play(self._say)
        self._wait_for_quiet()
        self._take_pages()
        self._keep_papers()
        self._ask_psql()

    def write_summary(self, seconds: float) -> None:
        """Write `summary.json`: ids, file names, hashes, printer states, rows, timings."""
        status = centre.status(self._admin_dsn) if self._admin_dsn else None
        summary = {
            "visits": [self._visit_summary(*entry) for entry in self.records],
            "slips": sorted(path.name for path in (self._out / "papers").glob("slip-*.png")),
            "pictures": [path.name for path in self._rehearsal.pictures],
            "centre": {
                "rows": dict(status.rows),
                "positions": {str(stream): pos for stream, pos in status.positions.items()},
                "desks": [desk.name for desk in status.desks],
            }
            if status
            else None,
            "fetched_at_window_2": self._fetched,
            "hall": self._board.summary if self._board else None,
            "kiosk": self._kiosk.summary if self._kiosk else None,
            "skipped": self._parts.skipped,
            "seconds": {"whole": seconds, **self._clerks[0].seconds, **self._clerks[1].seconds},
        }
        path = self._out / "summary.json"
        path.write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    def close(self) -> None:
        for desk in self._desks:
            desk.close()

    def _open(self, number: int, name: str) -> None:
        desk = open_desk(self._out / f"desk-{number}", number, name, self._parts, self._admin_dsn)
        self._desks.append(desk)
        window = desk.desk.window
        window.resize(1366, 728)
        window.show()
        reader = self._parts.reader if number == 1 else None
        self._clerks.append(DemoClerk(window, desk.desk.workplace, self._rehearsal, reader))
        self._say(f"{number}号窗口：{name}")

    def _register(self, window: int, visitor: DemoVisitor) -> VisitRecord:
        record = self._clerks[window - 1].register(visitor)
        self.records.append((visitor, window, record))
        self._say(f"{visitor.case} 已登记 {record.shown_number}，{window}号窗口")
        return record

    def _see_at_other_window(self, record: VisitRecord) -> None:
        if self._admin_dsn is None:
            return
        self._rehearsal.wait(lambda: self._shows(2, record), "2号窗口出现1号窗口的来访")
        self._say("2号窗口的列表已出现这次来访，无需刷新")
        self._rehearsal.take_picture(self._clerks[1].window, "seen-at-window-2")

    def _open_files_at_other_window(self, record: VisitRecord) -> None:
        """Open at window 2 the receipt and the scan that window 1 made."""
        if self._admin_dsn is None:
            return
        sender, reader = self._desks
        self._rehearsal.wait(
            lambda: file_queue.count_waiting(sender.database).count == 0, "文件送达中心"
        )
        page = reader.desk.window.open_page("register")
        if not isinstance(page, RegisterPage):
            raise TypeError("the register is a page of the window")
        page.open_visit(record.visit_id)
        papers = printing.documents_of_visit(reader.database, reader.clerk, record.visit_id)
        receipt = next(paper for paper in papers if paper.kind is DocumentKind.RECEIPT)
        pages = scans.pages_of_visit(reader.database, reader.clerk, record.visit_id)
        for name, file, ask in (
            ("receipt-at-window-2", receipt, page.detail.paper_asked),
            ("scan-at-window-2", pages[0], page.detail.page_asked),
        ):
            self._fetched.append(
                self._open_file(reader, name, file.sha256, partial(ask.emit, file))
            )
        page.close_detail()
        reader.desk.window.open_page("reception")
        self._say("2号窗口打开了1号窗口的回执和扫描件")

    def _open_file(
        self, desk: DemoDesk, name: str, sha256: str, ask: Callable[[], object]
    ) -> dict[str, Any]:
        """Ask for a file, picture what opens, and return what came and how long it took."""
        boxes = desk.desk.workplace.messages.open_boxes
        begun = time.monotonic()
        was_here = desk.desk.workplace.files.has(sha256)
        ask()
        self._rehearsal.wait(lambda: bool(boxes()), "取来的文件打开")
        seconds = round(time.monotonic() - begun, 3)
        self._rehearsal.take_picture(boxes()[0], name)
        boxes()[0].close()
        self._rehearsal.wait(lambda: not boxes(), "文件窗口关闭")
        size = len(desk.desk.workplace.files.get(sha256))
        return {"sha256": sha256, "bytes": size, "was_here": was_here, "seconds": seconds}

    def _shows(self, window: int, record: VisitRecord) -> bool:
        """Whether the window's own list, as painted, has the visit."""
        return record.visit_id in self._clerks[window - 1].page.day.visit_ids()

    def _pull_cable(self) -> None:
        if self._parts.postgres is None:
            return
        self._parts.postgres.stop()
        self._rehearsal.wait(
            lambda: all(self._state(desk) is not LinkState.ONLINE for desk in self._desks),
            "窗口发现中心断开",
        )
        self._say("中心已断开，两个窗口继续工作")

    def _plug_in(self) -> None:
        if self._parts.postgres is None:
            return
        self._parts.postgres.start()
        for desk in self._desks:
            if desk.desk.centre is not None:
                desk.desk.centre.retry_now()
        ids = {record.visit_id for _, _, record in self.records}
        self._rehearsal.wait(
            lambda: all(ids <= set(clerk.page.day.visit_ids()) for clerk in self._clerks),
            "两个窗口重新一致",
        )
        self._wait_for_quiet()
        self._say("中心恢复，两个窗口一致")
        self._rehearsal.take_picture(self._clerks[1].window, "agreed")

    def _wait_for_quiet(self) -> None:
        """Until nothing waits in either outbox."""
        self._rehearsal.wait(
            lambda: all(count_waiting(desk.database).unsent == 0 for desk in self._desks),
            "全部改动送达中心",
        )

    def _state(self, desk: DemoDesk) -> LinkState | None:
        watch = desk.desk.centre
        return watch.last.state if watch is not None and watch.last is not None else None

    def _take_pages(self) -> None:
        """Picture the other pages of window 1 with the day's rows."""
        window = self._clerks[0].window
        for key in ("register", "papers"):
            window.open_page(key)
            self._rehearsal.settle(400)
            self._rehearsal.take_picture(window, key)

    def _keep_papers(self) -> None:
        """Copy the papers as issued, and the slips as the thermal printer burnt them."""
        folder = self._out / "papers"
        for visitor, window, record in self.records:
            desk = self._desks[window - 1]
            for document in printing.documents_of_visit(desk.database, desk.clerk, record.visit_id):
                pdf = self._file(document.sha256)
                (folder / f"{visitor.case}-{document.kind.value}.pdf").write_bytes(pdf)
        for number, slip in enumerate(self._parts.thermal.slips, 1):
            (folder / f"slip-{number}.png").write_bytes(slip.to_png())

    def _file(self, sha256: str) -> bytes:
        """Return a paper from the window that has it: one may have been made for the other's."""
        stores = [desk.desk.workplace.files for desk in self._desks]
        return next((one for one in stores if one.has(sha256)), stores[0]).get(sha256)

    def _ask_psql(self) -> None:
        """Ask the centre with PostgreSQL's own client and keep what it shows."""
        psql = shutil.which("psql")
        if self._admin_dsn is None or psql is None:
            return
        for name, query in _PSQL_QUERIES.items():
            done = subprocess.run(
                [psql, "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "-c", query],
                env={**os.environ, **_libpq_environment(self._admin_dsn), "PSQL_PAGER": ""},
                capture_output=True,
                check=True,
                text=True,
            )
            (self._out / name).write_text(done.stdout, encoding="utf-8")
        self._say(f"psql 在中心看到的来访、步骤和文书：{self._out / 'centre-visits.txt'} 等")

    def _visit_summary(
        self, visitor: DemoVisitor, window: int, record: VisitRecord
    ) -> dict[str, object]:
        desk = self._desks[window - 1]
        visit_id = record.visit_id
        documents = printing.documents_of_visit(desk.database, desk.clerk, visit_id)
        pages = scans.pages_of_visit(desk.database, desk.clerk, visit_id)
        kept = visits.load_visit(desk.database, desk.clerk, visit_id, reason="演示汇总")
        if kept.summary != record.summary:
            raise DeskError(f"{visitor.case} 读回的内容与登记时不同。")
        return {
            "case": visitor.case,
            "visit_id": visit_id,
            "number": record.shown_number,
            "window": window,
            "head_count": record.head_count,
            "persons": len(record.persons),
            "is_repeat": record.is_repeat,
            "documents": [
                {
                    "kind": document.kind.value,
                    "file": f"{visitor.case}-{document.kind.value}.pdf",
                    "sha256": document.sha256,
                    "printer_state": document.state,
                    "printer_reason": document.printer_reason,
                }
                for document in documents
            ],
            "scans": [
                {"sha256": page.sha256, "width": page.width, "height": page.height}
                for page in pages
            ],
        }


def _libpq_environment(dsn: str) -> dict[str, str]:
    """Return a connection string as libpq's variables: a password is not for a command line."""
    names = {"dbname": "PGDATABASE", "password": "PGPASSWORD"}
    pairs = (part.split("=", 1) for part in dsn.split())
    return {names.get(key, f"PG{key.upper()}"): value for key, value in pairs}
