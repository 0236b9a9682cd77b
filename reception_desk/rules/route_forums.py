"""Forums, addresses, limits and words of the legal routes (`resources/routes.toml`), checked."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from reception_desk.config import resource
from reception_desk.errors import DeskError
from reception_desk.records.route import Forum, RouteOutcome, TimeLimit
from reception_desk.rules.route_tree import WAYS
from reception_desk.rules.units import UnitKind, load_units

_KEYS = frozenset({"forum", "unit", "address", "phone", "tell", "limits"})
_LIMIT_KEYS = frozenset({"text", "article"})
_DISCIPLINE = re.compile("纪律检查委员会|纪委|监察委员会|监委")


@dataclass(frozen=True, slots=True)
class RouteWords:
    """What the office says of one way; without a forum the clerk chooses the unit."""

    forum: Forum | None
    limits: tuple[TimeLimit, ...]
    tell: str


@cache
def shipped_words() -> Mapping[str, RouteWords]:
    """Return the words of every way, as the office keeps them."""
    return read_words(resource("routes.toml"))


def read_words(path: Path) -> Mapping[str, RouteWords]:
    """Read the file; every way has its section and no other.

    Raises `DeskError` naming file, section and key: for broken TOML, a wrong key or value, a unit
    that is not on the list, and an accusation that would go to anybody but the discipline
    inspection organs (条例 Art. 22(2), 30).
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DeskError(
            f"法定途径表 {path.name} 无法读取：{error}。", advice="请改正该文件。"
        ) from error
    for code in WAYS:
        if code not in content:
            raise _wrong(path, code, "缺少这一节")
    words: dict[str, RouteWords] = {}
    for code, section in content.items():
        if code not in WAYS:
            raise _wrong(path, code, "没有这个结果")
        words[code] = _read_section(path, code, section)
    return MappingProxyType(words)


def _read_section(path: Path, code: str, section: Any) -> RouteWords:
    if not isinstance(section, dict):
        raise _wrong(path, code, "应当是一节")
    for key, value in section.items():
        if key not in _KEYS:
            raise _wrong(path, code, f"没有“{key}”这一项")
        if key != "limits" and not isinstance(value, str):
            raise _wrong(path, code, f"“{key}”应当是文字")
    tell = section.get("tell", "").strip()
    if not tell:
        raise _wrong(path, code, "“tell”（对来访人说的话）不能空")
    forum = _read_forum(path, code, section)
    if WAYS[code].outcome is RouteOutcome.FORWARD_ACCUSATION:
        _require_discipline(path, code, forum)
    return RouteWords(forum, _read_limits(path, code, section.get("limits", [])), tell)


def _read_forum(path: Path, code: str, section: Mapping[str, str]) -> Forum | None:
    name, unit = section.get("forum", "").strip(), section.get("unit", "")
    if unit and unit not in _kinds():
        raise _wrong(path, code, f"没有编码为“{unit}”的单位")
    if not name:
        if given := sorted({"unit", "address", "phone"} & section.keys()):
            raise _wrong(path, code, f"写了“{given[0]}”，却没有写“forum”")
        return None
    return Forum(name, unit, section.get("address", ""), section.get("phone", ""))


def _require_discipline(path: Path, code: str, forum: Forum | None) -> None:
    if (
        forum is None
        or not _DISCIPLINE.search(forum.name)
        or (forum.unit_code and _kinds()[forum.unit_code] is not UnitKind.DISCIPLINE)
    ):
        raise _wrong(path, code, "检举控告只能转送纪检监察机关（《信访工作条例》第三十条）")


def _read_limits(path: Path, code: str, limits: Any) -> tuple[TimeLimit, ...]:
    if not isinstance(limits, list):
        raise _wrong(path, code, "“limits”应当是一列期限")
    for limit in limits:
        if (
            not isinstance(limit, dict)
            or limit.keys() != _LIMIT_KEYS
            or not all(isinstance(part, str) and part.strip() for part in limit.values())
        ):
            raise _wrong(path, code, "每条期限要有“text”和“article”，都不能空")
    return tuple(TimeLimit(**limit) for limit in limits)


@cache
def _kinds() -> Mapping[str, UnitKind]:
    return {unit.code: unit.kind for unit in load_units()}


def _wrong(path: Path, code: str, what: str) -> DeskError:
    return DeskError(f"法定途径表 {path.name} 的 [{code}]：{what}。", advice="请改正该文件。")
