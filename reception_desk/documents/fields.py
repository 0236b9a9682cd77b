"""The fields of a paper: what data it takes, checked and made ready to be printed.

Data come as plain values, from a service or from a JSON file: text, whole numbers, dates as
`date` or `2026-11-23`, lists of text, tables as lists of mappings, handwriting as its JSON.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from reception_desk.documents.wording import choice, day, moment
from reception_desk.errors import DocumentError
from reception_desk.records.signature import Handwriting


class FieldType(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    LINES = "lines"
    CHOICE = "choice"
    CHOICES = "choices"
    ROWS = "rows"
    RECORD = "record"
    INK = "ink"

    @property
    def expected(self) -> str:
        """Say what a value has to be."""
        return _EXPECTED[self]


_EXPECTED = {
    FieldType.TEXT: "文字",
    FieldType.NUMBER: "整数",
    FieldType.DATE: "日期，例如 2026-11-23",
    FieldType.MOMENT: "日期和时间，例如 2026-11-23T09:05",
    FieldType.LINES: "文字的列表",
    FieldType.CHOICE: "选项之一",
    FieldType.CHOICES: "选项的列表",
    FieldType.ROWS: "表格：每行一组项目",
    FieldType.RECORD: "一组项目",
    FieldType.INK: "笔迹",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One datum of a paper.

    `options` are the values of a choice with what is printed for them, `columns` the columns of
    a table with their heads, `most` the largest number of a list's lines. `example` is a plain
    value, as in JSON.
    """

    name: str
    label: str
    type: FieldType = FieldType.TEXT
    is_optional: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    most: int = 0
    example: Any = ""


@dataclass(frozen=True, slots=True)
class Datum:
    """A checked value: `text` as printed in running words, `items` of a list or of a choice.

    Handwriting is `ink`, drawn and never read.
    """

    text: str
    items: tuple[str, ...] = ()
    rows: tuple[Mapping[str, str], ...] = ()
    ink: Handwriting | None = None

    @property
    def is_given(self) -> bool:
        return bool(self.text or self.items or self.rows or self.ink)


NOTHING = Datum("")
Data = Mapping[str, Datum]


def check(title: str, fields: Mapping[str, Field], data: Mapping[str, object]) -> dict[str, Datum]:
    """Return each field's datum; what is optional and absent is `NOTHING`.

    Raises `DocumentError` naming the field: missing, unknown or not of its type.
    """
    for name in data:
        if name not in fields:
            raise DocumentError(
                f"《{title}》没有“{name}”这一项。",
                advice=f"可用的有：{'、'.join(fields)}。",
            )
    checked: dict[str, Datum] = {}
    for name, one in fields.items():
        raw = data.get(name)
        datum = NOTHING if raw is None else _datum(title, one, raw)
        if not (datum.is_given or one.is_optional):
            raise DocumentError(
                f"《{title}》缺少“{one.label}”（{name}）。", advice="请补充后再制作。"
            )
        checked[name] = datum
    return checked


def _datum(title: str, one: Field, raw: object) -> Datum:
    try:
        return _read(one, raw)
    except (ValueError, TypeError) as error:
        raise DocumentError(
            f"《{title}》的“{one.label}”（{one.name}）不对：应为{_expected(one)}。",
            advice="请改正后再制作。",
        ) from error


def _expected(one: Field) -> str:
    options = f"：{'、'.join(one.options)}" if one.options else ""
    columns = f"：{'、'.join(one.columns)}" if one.columns else ""
    most = f"，不超过{one.most}项" if one.most else ""
    return f"{one.type.expected}{options}{columns}{most}"


def _read(one: Field, raw: object) -> Datum:
    return _READERS[one.type](one, raw)


def _lines(one: Field, raw: object) -> Datum:
    given = [_text(item).strip() for item in _sequence(raw)]
    if one.most and len(given) > one.most:
        raise ValueError(raw)
    items = tuple(item for item in given if item)
    return Datum("、".join(items), items)


def _rows(one: Field, raw: object) -> Datum:
    return Datum("", rows=tuple(_row(one, row) for row in _sequence(raw)))


def _chosen(one: Field, chosen: tuple[str, ...]) -> Datum:
    return Datum("、".join(_known(one.options, option) for option in chosen), chosen)


def _known(options: Mapping[str, str], name: str) -> str:
    if name not in options:
        raise ValueError(name)
    return options[name]


def _ink(raw: object) -> Datum:
    """Read `Handwriting` as it is kept; what does not tell points is a `ValueError`."""
    kept = _text(raw)
    if not kept:
        return NOTHING
    try:
        ink = Handwriting.from_json(kept)
    except (KeyError, TypeError) as error:
        raise ValueError(raw) from error
    return NOTHING if ink.is_empty else Datum("", ink=ink)


def _row(one: Field, raw: object) -> dict[str, str]:
    if not isinstance(raw, Mapping):
        raise TypeError(raw)
    for name in raw:
        _known(one.columns, name)
    return {name: _cell(raw.get(name, "")) for name in one.columns}


def _cell(raw: object) -> str:
    return raw.strip() if isinstance(raw, str) else str(_number(raw))


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise TypeError(raw)
    return raw


def _number(raw: object) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise TypeError(raw)
    return raw


def _sequence(raw: object) -> Sequence[object]:
    if not isinstance(raw, Sequence) or isinstance(raw, str):
        raise TypeError(raw)
    return raw


_READERS: Mapping[FieldType, Callable[[Field, object], Datum]] = {
    FieldType.TEXT: lambda _one, raw: Datum(_text(raw).strip()),
    FieldType.NUMBER: lambda _one, raw: Datum(str(_number(raw)) if raw != "" else ""),
    FieldType.DATE: lambda _one, raw: Datum(day(as_day(raw)) if raw != "" else ""),
    FieldType.MOMENT: lambda _one, raw: Datum(moment(as_moment(raw)) if raw != "" else ""),
    FieldType.LINES: _lines,
    FieldType.CHOICE: lambda one, raw: _chosen(one, (_text(raw),) if raw != "" else ()),
    FieldType.CHOICES: lambda one, raw: _chosen(one, tuple(map(_text, _sequence(raw)))),
    FieldType.ROWS: _rows,
    FieldType.RECORD: lambda one, raw: Datum("", rows=(_row(one, raw),)),
    FieldType.INK: lambda _one, raw: _ink(raw),
}


def as_day(raw: object) -> date:
    """Return a day given as such or as `2026-11-23`; raises `ValueError` or `TypeError`."""
    if isinstance(raw, datetime):
        raise TypeError(raw)
    return raw if isinstance(raw, date) else date.fromisoformat(_text(raw))


def as_moment(raw: object) -> datetime:
    """Return a moment given as such or as `2026-11-23T09:05`; raises like `as_day`."""
    return raw if isinstance(raw, datetime) else datetime.fromisoformat(_text(raw))


def boxes(one: Field, datum: Datum) -> str:
    """Return every option of a choice as a box, those chosen ticked."""
    return choice(*((label, name in datum.items) for name, label in one.options.items()))
