"""两办文件 of a year from Excel: read, compared with the list, and kept as leaders and rules."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from json import dumps
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.leader_day import Leader, LeaderDayRule
from reception_desk.records.actor import Actor
from reception_desk.records.identifiers import fixed_id, new_id
from reception_desk.rules import leader_days
from reception_desk.rules.leader_days import RestDay
from reception_desk.rules.leader_paper import (
    HEADINGS,
    PaperFault,
    PaperLine,
    PaperReading,
    paper_rules,
    read_paper,
)
from reception_desk.rules.permissions import Action
from reception_desk.rules.units import SHARED_STREAM
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.leaders import leaders
from reception_desk.services.permissions import require
from reception_desk.services.sheet_reading import read_sheet
from reception_desk.services.time_of_day import write_time

_WIDTHS = (14, 18, 34, 28, 18, 22, 14)
_SAMPLE = (
    ("何某", "县委书记", "县委全面工作", "每月15日", "8:30-11:30", "一楼领导接访室", "顺延"),
    ("吕某", "县长", "县政府全面工作", "每月第二个星期三", "8:30-11:30", "一楼领导接访室", "顺延"),
    ("施某", "副县长", "农业农村、水利", "每周一", "8:30-11:30", "一楼领导接访室", "取消"),
    ("孔某", "副县长", "住房和城乡建设", "每个工作日轮流", "14:30-17:00", "二楼接访室", ""),
    ("严某", "副县长", "教育、卫生健康", "每个工作日轮流", "14:30-17:00", "二楼接访室", ""),
    ("华某", "县政协主席", "", "3月15日、9月15日", "8:30-11:30", "一楼领导接访室", "提前"),
)
_NOTES = (
    "每行写一位领导；同一位领导有几种安排，就写几行。例子请改成本县的。",
    "接访安排可以写：每月15日、每月最后一天、每月第二个星期三、每周一、每个工作日、2027-03-15。",
    "几天写在一格里的，用顿号隔开，例如：每周一、四；3月15日、9月15日。",
    "几位领导轮流的，各写一行，安排后面加“轮流”；时间和地点相同的按先后轮流。",
    "遇休息日可以写：顺延、提前、取消；不写就是顺延。",
    "请不要合并单元格，不要用公式。",
)


@dataclass(frozen=True, slots=True)
class PaperKept:
    """What was new: leaders on the list, lines of the plan; `known` lines stood there before."""

    leaders: int
    rules: int
    known: int


def open_paper(database: Database, actor: Actor, path: Path, year: int) -> PaperReading:
    """Read the paper of a year and compare it with the list of leaders; nothing is written.

    Raises `InvalidInputError` for a file that cannot be read or a sheet without the heading.
    """
    require(actor, Action.PLAN_LEADER_DAY)
    reading = read_paper(read_sheet(path), year)
    posts = {one.name: one.post for one in leaders(database)}
    lines, faults = [], list(reading.faults)
    for line in reading.lines:
        if (post := posts.get(line.name, line.post)) == line.post:
            lines.append(line)
            continue
        words = f"{line.name}在名单里的职务是“{post}”，请写成一致的，或者先在名单里更正"
        faults.append(PaperFault(line.number, words))
    return replace(
        reading, lines=tuple(lines), faults=tuple(sorted(faults, key=lambda one: one.number))
    )


def keep_paper(
    database: Database, actor: Actor, reading: PaperReading, *, despite_faults: bool = False
) -> PaperKept:
    """Keep the lines of a paper in one unit of work: its leaders and its rules.

    What stands there already is not kept twice, on this desk or on another: keys are made of what
    the lines say. Raises `InvalidInputError` while a line is wrong and nobody accepted that.
    """
    require(actor, Action.PLAN_LEADER_DAY)
    if reading.faults and not despite_faults:
        raise InvalidInputError(
            f"有 {len(reading.faults)} 行读不出来。", saved="什么都没有写入。",
            advice="请改好后重新导入，或者确认只导入其余的行。",
        )  # fmt: skip
    with database.write() as session:
        keys, added = _leaders(session, actor, reading.lines)
        rules = tuple(paper_rules(reading.lines, reading.year, keys))
        fresh = sum(_keep_rule(session, actor, rule) for rule in rules)
        if fresh or added:
            audit.record(
                session, actor, "plan_leader_days",
                detail=f"导入{reading.year}年安排：{added}位领导，{fresh}条",
            )  # fmt: skip
    return PaperKept(added, fresh, len(rules) - fresh)


def save_template(path: Path) -> None:
    """Write a workbook with the headings, an example of each rhythm, and how to fill it in."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxWriterException

    try:
        book = Workbook(path)
        _fill_template(book)
        book.close()
    except (OSError, XlsxWriterException) as error:
        raise DeskError(
            f"没有保存：不能写入“{path.parent}”。", advice="请换一个文件夹，或检查磁盘空间。"
        ) from error


def _fill_template(book: Any) -> None:
    sheet = book.add_worksheet("年度安排")
    edge = {"border": 1, "valign": "vcenter", "text_wrap": True}
    strong = book.add_format({**edge, "bold": True, "bg_color": "#E4EEFB"})
    plain = book.add_format({**edge, "num_format": "@"})
    for at, (known, width) in enumerate(zip(HEADINGS.values(), _WIDTHS, strict=True)):
        sheet.set_column(at, at, width, book.add_format({"num_format": "@"}))
        sheet.write_string(0, at, known[0], strong)
    for at, row in enumerate(_SAMPLE, 1):
        for place, words in enumerate(row):
            sheet.write_string(at, place, words, plain)
    labels = [one.label for one in RestDay]
    sheet.data_validation(1, 6, 500, 6, {"validate": "list", "source": labels})
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    notes = book.add_worksheet("怎么填")
    notes.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    for at, words in enumerate(_NOTES):
        notes.write_string(at, 0, words)


def _leaders(
    session: Session, actor: Actor, lines: tuple[PaperLine, ...]
) -> tuple[Mapping[tuple[str, str], str], int]:
    """Return the key of each leader, and how many are new on the list."""
    rows = session.scalars(select(Leader).where(Leader.voided_at.is_(None)))
    keys = {(row.name, row.post): row.id for row in rows}
    place, added = session.scalar(select(func.max(Leader.place))) or 0, 0
    for line in lines:
        if line.leader in keys:
            continue
        added += 1
        key = _free_key(session, Leader, "leader", line.name, line.post)
        session.add(
            Leader(
                id=key,
                **by(actor, stream=SHARED_STREAM),
                name=line.name,
                post=line.post,
                portfolio=line.portfolio or None,
                place=place + added,
            )
        )
        audit.record(session, actor, "edit_leaders", table="leader", row_id=key)
        keys[line.leader] = key
    session.flush()
    return keys, added


def _keep_rule(session: Session, actor: Actor, rule: leader_days.LeaderDayRule) -> bool:
    """Keep a rule and say whether it is new."""
    said: dict[str, Any] = {
        "rhythm": rule.rhythm.value,
        "leader_ids": dumps(rule.leader_ids),
        "number": rule.number,
        "weekday": rule.weekday,
        "rest_day": rule.rest_day.value,
        "starts_at": write_time(rule.starts_at),
        "ends_at": write_time(rule.ends_at),
        "place": rule.place,
        "first": rule.first,
        "last": rule.last,
    }
    same = select(LeaderDayRule.id).filter_by(**said).where(LeaderDayRule.voided_at.is_(None))
    if session.scalars(same).first() is not None:
        return False
    key = _free_key(session, LeaderDayRule, "leader_day_rule", *map(str, said.values()))
    session.add(LeaderDayRule(id=key, **by(actor, stream=SHARED_STREAM), **said))
    audit.record(session, actor, "plan_leader_days", table="leader_day_rule", row_id=key)
    return True


def _free_key(session: Session, model: type[Leader | LeaderDayRule], table: str, *said: str) -> str:
    """Return the key made of what a row says; one withdrawn under it does not come back."""
    key = fixed_id(table, *said)
    return key if session.get(model, key) is None else new_id()
