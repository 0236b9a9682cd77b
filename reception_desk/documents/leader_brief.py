"""领导接访事项简报: a matter on one page, shortened where it would run to a second.

What is left out is said in its own row, so that nobody takes the page for the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from reception_desk.documents.catalogue import render
from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths
from reception_desk.errors import DocumentError
from reception_desk.records.document import DocumentKind
from reception_desk.records.leader_briefs import BriefPromise, LeaderBrief
from reception_desk.rules.chinese_dates import day_text


@dataclass(frozen=True, slots=True)
class BriefTerms:
    """What the page says besides the matter: who receives when, and what follows it."""

    organ: str
    leader: str
    day: date
    place_in_list: str = ""
    attached: str = ""


@dataclass(frozen=True, slots=True)
class _Room:
    """How much of each part is said: lines of lists, characters of running text."""

    lines: int
    characters: int


_ROOMS = (_Room(14, 600), _Room(9, 360), _Room(6, 220), _Room(4, 140), _Room(2, 70))
_NOTHING = "无"


def leader_brief(
    brief: LeaderBrief, terms: BriefTerms, fonts: FontPaths = SHIPPED_FONTS, own: Path | None = None
) -> bytes:
    """Return the brief as a PDF of one page.

    Raises `DocumentError` where the office's own template leaves no room for one.
    """
    from reception_desk.imaging.whole_file import page_count

    for room in _ROOMS:
        pdf = render(DocumentKind.LEADER_BRIEF, _data(brief, terms, room), fonts, own)
        if page_count(pdf) == 1:
            return pdf
    raise DocumentError(
        "简报在一页里放不下。", advice="请把模板 leader_brief.toml 的字号或行高改小。"
    )


def _data(brief: LeaderBrief, terms: BriefTerms, room: _Room) -> dict[str, Any]:
    at = f"{brief.at:%-H:%M}" if brief.at else "不约时间"
    known: dict[str, Any] = {
        "organ": terms.organ,
        "registration_number": brief.number or "（待编号）",
        "place_in_list": terms.place_in_list,
        "reception": f"{terms.day.month}月{terms.day.day}日 {at} {terms.leader}",
        "petitioner": f"{brief.petitioner}，{brief.head_count}人",
        "matter": _cut(brief.title, room.characters),
        "requests": _cut("\n".join(brief.asks), room.characters) or brief.title,
        "care": "；".join(brief.care) or _NOTHING,
        "standing": standing_words(brief),
        "duties": _last(
            [
                f"{one.title}，{one.bearer}，{day_text(one.last_day)}前，{one.left}"
                for one in brief.duties
            ],
            room.lines,
            "项",
        ),
        "steps": _last([f"{one.day} {one.words}" for one in brief.steps], room.lines, "步")
        or _NOTHING,
        "promises": _last(
            [_cut(promise_line(one), room.characters // 2) for one in brief.promises],
            room.lines,
            "项",
        )
        or _NOTHING,
        "papers": _last(
            [f"{one.day} {one.title} {one.number}".strip() for one in brief.papers],
            room.lines,
            "份",
        ),
        "attached": _cut(terms.attached, room.characters),
    }
    return {name: value for name, value in known.items() if value}


def standing_words(brief: LeaderBrief) -> str:
    """Return where the matter stands, with whom and since when."""
    since = f"{day_text(brief.since)}起" if brief.since else ""
    came = f"来访{brief.visits}次" if brief.visits > 1 else ""
    return "，".join(filter(None, (brief.state, brief.unit, since, came))) or "（待登记）"


def promise_line(one: BriefPromise) -> str:
    """Return what was promised, by whom until when, and what became of it."""
    promise = one.promise
    due = f"{promise.due_on.month}月{promise.due_on.day}日前"
    owner = f"{promise.owner_unit}{promise.owner_name}，{due}"
    return f"{promise.what.rstrip('。')}（{owner}）{one.outcome}"


def _last(lines: Sequence[str], most: int, measure: str) -> str:
    """Return the last lines; the first says how many stand before them."""
    left = len(lines) - most
    if left <= 0:
        return "\n".join(lines)
    return "\n".join([f"（此前还有{left}{measure}，见卷宗）", *lines[left:]])


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()}……（全文见卷宗）"
