"""The pages of one run of `desk pages`: one PDF of all, and what was decided about each."""

import json
import sys
import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from reception_desk.commands.pages_report import decisions_json, page_line, text_json
from reception_desk.imaging.archive import LARGEST_PT, POINTS_PER_INCH, ArchivePage, archive_pdf
from reception_desk.imaging.duplicate import PageLook, duplicates
from reception_desk.imaging.encode import EncodedImage, content_hash
from reception_desk.imaging.reading import PageReader, ReadingError
from reception_desk.records.pages import PageDecisions
from reception_desk.records.reading import TextLine

_PDF = "pages.pdf"
_REPORT = "pages.json"


@dataclass(frozen=True, slots=True)
class PageSource:
    """A picture in a file; `frame` counts from 0."""

    path: Path
    frame: int


@dataclass(frozen=True, slots=True)
class TreatedPage:
    """The working picture of a page as it goes into the PDF, and what was decided about it."""

    source: PageSource
    image: EncodedImage
    decisions: PageDecisions
    look: PageLook | None


@dataclass(frozen=True, slots=True)
class RefusedPage:
    """A page that cannot be read, and the sentence why."""

    source: PageSource
    problem: str


class Batch:
    """Collects the pages in their order, and reads their text."""

    def __init__(self, folder: Path, *, has_text: bool, is_quiet: bool) -> None:
        self.failures: list[dict[str, Any]] = []
        self._folder = folder
        self._is_quiet = is_quiet
        self._reader = PageReader() if has_text else None
        self._pages: list[dict[str, Any]] = []
        self._archive: list[ArchivePage] = []
        self._looks: list[PageLook | None] = []

    def close(self) -> None:
        """End the process that reads text."""
        if self._reader:
            self._reader.close()

    def add(self, outcome: TreatedPage | RefusedPage) -> None:
        """Take the next page."""
        if isinstance(outcome, RefusedPage):
            self._refuse(outcome.source, outcome.problem)
            return
        number = len(self._pages) + 1
        decisions = outcome.decisions
        self._say(f"第 {number} 页  {outcome.source.path.name}  {page_line(decisions)}")
        lines = self._read(outcome)
        self._archive.append(
            ArchivePage(outcome.image.data, _dpi_on_paper(decisions), tuple(lines or ()))
        )
        self._looks.append(outcome.look)
        self._pages.append(
            {
                "page": number,
                **_place(outcome.source),
                **decisions_json(decisions),
                **text_json(lines),
            }
        )

    def finish(self, title: str, created_at: datetime) -> str:
        """Write the PDF and the report, and return the report."""
        for place, earlier in duplicates(self._looks).items():
            self._pages[place]["repeats"] = earlier + 1
            self._say(f"第 {place + 1} 页与第 {earlier + 1} 页是同一页。")
        pdf = archive_pdf(self._archive, title, created_at) if self._archive else None
        if pdf:
            (self._folder / _PDF).write_bytes(pdf)
        values = {
            "pdf": _PDF if pdf else None,
            "sha256": content_hash(pdf) if pdf else None,
            "pages": self._pages,
            "failures": self.failures,
        }
        report = json.dumps(values, ensure_ascii=False, indent=2) + "\n"
        (self._folder / _REPORT).write_text(report, encoding="utf-8")
        pages, failures = len(self._pages), len(self.failures)
        self._say(f"共 {pages} 页，{failures} 处未能读取，见 {_REPORT}。")
        return report

    def _read(self, page: TreatedPage) -> list[TextLine] | None:
        """Return the lines of a page; None when it was not read, and none of a blank one."""
        if self._reader is None:
            return None
        if page.decisions.ink and page.decisions.ink.is_blank:
            return []
        try:
            return list(self._reader.read_page(page.image.data, threading.Event()).lines)
        except ReadingError as error:
            self._refuse(page.source, str(error))
            return None

    def _refuse(self, source: PageSource, problem: str) -> None:
        self.failures.append({**_place(source), "problem": problem})
        self._say(f"{source.path.name} 第 {source.frame + 1} 页：{problem}")

    def _say(self, text: str) -> None:
        if not self._is_quiet:
            sys.stdout.write(f"{text}\n")


def _dpi_on_paper(decisions: PageDecisions) -> int:
    """Return 0, which fits the page on A4, where its file speaks of a paper of many metres."""
    is_possible = max(decisions.size) * POINTS_PER_INCH <= LARGEST_PT * decisions.dpi
    return decisions.dpi if is_possible else 0


def _place(source: PageSource) -> dict[str, Any]:
    return {"source": str(source.path), "frame": source.frame + 1}
