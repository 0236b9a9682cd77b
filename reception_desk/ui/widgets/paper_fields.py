"""The data of a paper as fields of a form, one for each field of its template."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from reception_desk.documents.fields import Field, FieldType
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.date_field import DateField
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.tag_chooser import TagChooser
from reception_desk.ui.widgets.text_area import TextArea

LONGEST = 4000
_WIDE_TEXT = 14
"""A text longer than this takes the whole width, and several lines once it has sentences."""
_SENTENCE = frozenset("，。；：")


@dataclass(frozen=True, slots=True)
class PaperField:
    """A field on the form: how its value is read, and why it cannot be ("" if it can)."""

    row: Row
    value: Callable[[], Any]
    problem: Callable[[], str]


def paper_field(field: Field, known: Any) -> PaperField:
    """Return the form's field for a datum, filled with what is known already."""
    return _MAKERS[field.type](field, known)


def _row(field: Field, widget: QWidget, hint: str = "", *, is_wide: bool = False) -> Row:
    required = not field.is_optional
    return Row(field.label, widget, hint, is_required=required, is_wide=is_wide)


def _none() -> str:
    return ""


def _text(field: Field, known: Any) -> PaperField:
    said = "" if known is None else str(known)
    longest = max(str(field.example or ""), said, key=len)
    if _SENTENCE.isdisjoint(longest):
        edit = QLineEdit(said)
        edit.setCursorPosition(0)
        row = _row(field, edit, is_wide=len(longest) > _WIDE_TEXT)
        return PaperField(row, lambda: edit.text().strip(), _none)
    area = TextArea(limit=LONGEST, lines=2)
    area.set_text(said)
    return PaperField(
        _row(field, area, is_wide=True),
        lambda: area.text().strip(),
        lambda: "太长了，请精简。" if area.is_too_long else "",
    )


def _number(field: Field, known: Any) -> PaperField:
    edit = QLineEdit("" if known is None else str(known))

    def value() -> int | str:
        typed = edit.text().strip()
        return int(typed) if typed.isascii() and typed.isdigit() else typed

    def problem() -> str:
        return "" if value() == "" or isinstance(value(), int) else "请填写整数。"

    return PaperField(_row(field, edit), value, problem)


def _date(field: Field, known: Any) -> PaperField:
    edit = DateField()
    edit.set_day(date.fromisoformat(known) if known else None)

    def value() -> str:
        edit.settle()
        day = edit.day()
        return day.isoformat() if day else ""

    def problem() -> str:
        edit.settle()
        return "这不是一个日期。" if edit.is_wrong else ""

    return PaperField(_row(field, edit), value, problem)


def _moment(field: Field, known: Any) -> PaperField:
    edit = QLineEdit(str(known or "").replace("T", " "))
    edit.setPlaceholderText("例如 2026-12-08 09:00")

    def value() -> str:
        typed = edit.text().strip()
        try:
            return datetime.fromisoformat(typed).isoformat(timespec="minutes") if typed else ""
        except ValueError:
            return typed

    def problem() -> str:
        try:
            datetime.fromisoformat(edit.text().strip() or "2026-01-01")
        except ValueError:
            return "请写成 2026-12-08 09:00。"
        return ""

    return PaperField(_row(field, edit), value, problem)


def _lines(field: Field, known: Any) -> PaperField:
    area = TextArea(limit=LONGEST, lines=3)
    area.set_text("\n".join(map(str, known or ())))
    return PaperField(
        _row(field, area, "每行一项", is_wide=True),
        lambda: [line.strip() for line in area.text().splitlines() if line.strip()],
        lambda: "太长了，请精简。" if area.is_too_long else "",
    )


def _choice(field: Field, known: Any) -> PaperField:
    combo = CodeCombo([Choice(code, name) for code, name in field.options.items()])
    combo.set_code(str(known or ""))

    def value() -> str:
        combo.settle()
        return combo.code()

    return PaperField(_row(field, combo), value, _none)


def _choices(field: Field, known: Any) -> PaperField:
    tags = TagChooser(field.label, list(field.options.items()))
    tags.set_chosen(known or ())
    return PaperField(_row(field, tags, is_wide=True), tags.chosen, _none)


def _listed(field: Field, known: Any) -> PaperField:
    """Tables come from the record and are shown, not typed."""
    rows = known or []
    shown = label(_as_lines(field, rows), "", wraps=True)
    return PaperField(_row(field, shown, is_wide=True), lambda: rows, _none)


def _as_lines(field: Field, rows: Any) -> str:
    if not isinstance(rows, list) or not rows:
        return "没有内容"
    return "\n".join(_line(field.columns, row) for row in rows)


def _line(columns: Mapping[str, str], row: Mapping[str, Any]) -> str:
    return "　".join(str(row[name]) for name in columns if row.get(name))


def _ink(field: Field, known: Any) -> PaperField:
    """Handwriting comes from the record; the form says that it is there."""
    shown = label("按原样印在文书上" if known else "没有", "muted")
    return PaperField(_row(field, shown), lambda: known or "", _none)


_MAKERS: Mapping[FieldType, Callable[[Field, Any], PaperField]] = {
    FieldType.TEXT: _text,
    FieldType.NUMBER: _number,
    FieldType.DATE: _date,
    FieldType.MOMENT: _moment,
    FieldType.LINES: _lines,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.ROWS: _listed,
    FieldType.RECORD: _listed,
    FieldType.INK: _ink,
}
