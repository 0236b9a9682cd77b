"""领导接访资料: a day's list, and behind it each matter's brief with its papers, as one PDF/A.

Under the rules of 全卷 (services/taken_files.py): a reason, a leader's approval, whose copy it is
below every page, and the audit. Accusations are not in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reception_desk.documents.fonts import FontPaths
from reception_desk.documents.leader_brief import BriefTerms, leader_brief
from reception_desk.documents.office_fonts import office_fonts
from reception_desk.errors import DeskError
from reception_desk.models.database import now
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind
from reception_desk.records.leader_briefs import LeaderBrief
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.services import taken_files
from reception_desk.services.exports import ExportOrder
from reception_desk.services.leader_briefs import DayBriefs, briefs_of_day
from reception_desk.services.leader_days import ReceptionDayNow, reception_day
from reception_desk.services.leader_pack_papers import (
    PackPaper,
    attached_words,
    papers_of,
    within,
)
from reception_desk.services.taken_files import FileSources, NoticeOf, Say

if TYPE_CHECKING:
    from reception_desk.imaging.whole_file import FilePart

NAME = "领导接访资料"


@dataclass(frozen=True, slots=True)
class PackWanted:
    """Which day, with what days are counted; `wording` is the folder of the office's templates."""

    day_id: str
    by: Reckoning
    wording: Path | None = None


@dataclass(frozen=True, slots=True)
class LeaderPack:
    """The pack; `left_out` accusations have no place in it, `absent` names what is missing."""

    pdf: bytes
    matters: int
    pages: int
    left_out: int
    absent: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Say what it holds, without a name."""
        return f"{NAME} pdf {self.matters}件{self.pages}页"


@dataclass(frozen=True, slots=True)
class _Making:
    """What every part of a pack is made with."""

    sources: FileSources
    actor: Actor
    wanted: PackWanted
    day: ReceptionDayNow
    fonts: FontPaths

    @property
    def leader(self) -> str:
        return f"{self.day.leader.post}{self.day.leader.name}"


@dataclass(frozen=True, slots=True)
class _Section:
    """A matter of the pack: its brief as a page, and the papers that follow it."""

    brief: LeaderBrief
    page: bytes
    papers: tuple[PackPaper, ...]

    @property
    def pages(self) -> int:
        return 1 + sum(paper.pages for paper in self.papers)


def export_pack(
    sources: FileSources, actor: Actor, wanted: PackWanted, order: ExportOrder, say: Say
) -> LeaderPack:
    """Write the pack to its place and return what it holds.

    Raises like `exports.export_table`, and `DeskError` for a day nobody is booked for.
    """
    return taken_files.to_file(sources, actor, order, partial(_made, sources, actor, wanted, say))


def pack_to_print(
    sources: FileSources, actor: Actor, wanted: PackWanted, order: ExportOrder, say: Say
) -> LeaderPack:
    """Return the pack for the printer, under the same rules."""
    make = partial(_made, sources, actor, wanted, say)
    return taken_files.to_printer(sources, actor, order, make)


def _made(
    sources: FileSources, actor: Actor, wanted: PackWanted, say: Say, notice_of: NoticeOf
) -> LeaderPack:
    from reception_desk.documents.export_notice import notice_band, page_numbers
    from reception_desk.imaging.whole_file import FilePart, page_count, whole_file

    found = briefs_of_day(sources.database, actor, wanted.day_id, wanted.by)
    if not found.briefs:
        raise DeskError("这一天还没有可以放进资料的预约。", advice="请先预约接访的事项。")
    day = reception_day(sources.database, wanted.day_id)
    fonts = office_fonts(sources.fonts).paths
    making = _Making(sources, actor, wanted, day, fonts)
    sections, absent = _sections(making, found, say)
    cover = _cover(making, sections)
    parts = [FilePart("接访名单", cover)]
    for place, section in enumerate(sections, 1):
        parts += _parts(place, section)
    name = f"{day.standing.day:%Y-%m-%d} {NAME}"
    words = notice_of(name)
    pdf = whole_file(
        parts,
        name,
        now(),
        lambda width: notice_band(width, words, fonts),
        lambda count: page_numbers(count, fonts),
    )
    say(len(sections), len(sections))
    return LeaderPack(
        pdf,
        len(sections),
        page_count(cover) + sum(section.pages for section in sections),
        found.left_out,
        tuple(absent),
    )


def _sections(making: _Making, found: DayBriefs, say: Say) -> tuple[list[_Section], list[str]]:
    sections: list[_Section] = []
    absent: list[str] = []
    for done, brief in enumerate(found.briefs):
        say(done, len(found.briefs))
        papers = papers_of(making.sources, making.actor, brief.matter_id)
        taken = within(papers)
        absent += [f"{paper.title}（{paper.problem}）" for paper in papers if paper.problem]
        terms = BriefTerms(
            making.actor.desk.unit_name,
            making.leader,
            making.day.standing.day,
            f"第 {done + 1} 件，共 {len(found.briefs)} 件",
            attached_words(papers, taken),
        )
        page = leader_brief(brief, terms, making.fonts, making.wanted.wording)
        sections.append(_Section(brief, page, tuple(taken)))
    return sections, absent


def _parts(place: int, section: _Section) -> list["FilePart"]:
    from reception_desk.imaging.whole_file import FilePart

    brief = FilePart(f"{place} 简报", section.page)
    return [brief, *(FilePart(f"{place} {one.title}", one.pdf) for one in section.papers)]


def _cover(making: _Making, sections: Sequence[_Section]) -> bytes:
    """Return the list of the day; where each matter begins depends on how long the list is."""
    from reception_desk.documents.catalogue import render
    from reception_desk.imaging.whole_file import page_count

    def drawn(length: int) -> bytes:
        data = _cover_data(making, sections, length)
        return render(DocumentKind.LEADER_PACK_COVER, data, making.fonts, making.wanted.wording)

    first = drawn(1)
    length = page_count(first)
    return first if length == 1 else drawn(length)


def _cover_data(making: _Making, sections: Sequence[_Section], length: int) -> dict[str, object]:
    standing, page = making.day.standing, length + 1
    lines = []
    for place, section in enumerate(sections, 1):
        brief = section.brief
        count = f"等{brief.head_count}人" if brief.head_count > 1 else ""
        lines.append(
            {
                "no": str(place),
                "time": f"{brief.at:%-H:%M}" if brief.at else "不约",
                "petitioner": f"{brief.petitioner}{count}",
                "matter": brief.title,
                "unit": brief.unit,
                "page": str(page),
            }
        )
        page += section.pages
    return {
        "organ": making.actor.desk.unit_name,
        "date": standing.day.isoformat(),
        "leader": making.leader,
        "time": f"{standing.starts_at:%-H:%M}—{standing.ends_at:%-H:%M}",
        "place": standing.place,
        "visits": lines,
        "total": f"{len(sections)}件，共{page - 1}页",
    }
