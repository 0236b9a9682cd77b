"""A template file taken apart: known keys, right types, words in the language of the templates."""

from collections.abc import Mapping
from typing import Any

from reception_desk.documents.fields import Field
from reception_desk.documents.template import FormRow, Layout, Mark, Template, WordsLine
from reception_desk.documents.template_fields import agree, read_fields
from reception_desk.documents.template_source import Source
from reception_desk.documents.template_text import Part, WordingError, parse

_WORDS = ("title", "masthead", "organ", "number", "addressee", "attachments", "signer", "date")
_MORE_WORDS = ("copies", "printed_by", "foot", "caption_left", "caption_right")
_SHORT_TEXTS = frozenset((*_WORDS, *_MORE_WORDS))
_TYPES: dict[str, type] = {
    **dict.fromkeys((*_SHORT_TEXTS, "layout", "paper", "body", "notes"), str),
    "parties": list, "row": list, "fields": dict, "sealed": bool, "size": float,
    "label_width": float,
}  # fmt: skip
_ROW_TYPES: dict[str, type] = {
    "heading": str, "text": str, "list": str, "widths": list, "height": float, "share": float,
    "indent": float, "flows": bool, "closing": str, "ink": str,
}  # fmt: skip
_ON_TEXT = {"addressee", "attachments", "signer", "date", "sealed", "body", "parties"}
_ON_FORM = {"row", "label_width", "caption_left", "caption_right"}
PAPERS = ("A4", "A5")
SIZES, LABEL_WIDTHS, HEIGHTS, WIDTHS = (8, 28), (10, 60), (0, 220), (1, 500)
"""The least and the most an office may choose: points, and mm."""


def parse_template(
    source: Source, values: dict[str, Any], contract: Mapping[str, Field] | None
) -> Template:
    """Return the template of a file; `contract` are the fields of the shipped one."""
    for key, value in values.items():
        if key not in _TYPES:
            raise source.wrong_key(f"没有“{key}”这一项", key)
        _typed(source, key, value, _TYPES[key])
    layout = _layout(source, values)
    if layout is Layout.FORM and (wrong := _ON_TEXT & values.keys()):
        raise source.wrong_key(f"表格不用“{min(wrong)}”", min(wrong))
    if layout is not Layout.FORM and (wrong := _ON_FORM & values.keys()):
        raise source.wrong_key(f"只有表格才用“{min(wrong)}”", min(wrong))
    fields = read_fields(source, values.get("fields", {}))
    if contract is not None:
        agree(source, fields, contract)
        fields = {**contract, **fields}
    return Template(
        name=source.path.stem,
        layout=layout,
        paper=_paper(source, values),
        fields=fields,
        words={key: _parse(source, values[key]) for key in values.keys() & _SHORT_TEXTS},
        body=_lines(source, values.get("body", "")),
        notes=_lines(source, values.get("notes", "")),
        parties=tuple(
            _parse(source, _text(source, "parties", one)) for one in values.get("parties", [])
        ),
        rows=tuple(_row(source, one) for one in values.get("row", [])),
        is_sealed=values.get("sealed", False),
        size=_within(source, values, "size", SIZES),
        label_width=_within(source, values, "label_width", LABEL_WIDTHS),
    )  # fmt: skip


def _layout(source: Source, values: dict[str, Any]) -> Layout:
    for key in ("title", "layout"):
        if not values.get(key):
            raise source.wrong(f"缺少“{key}”这一项")
    if values["layout"] not in set(Layout):
        known = "、".join(Layout)
        raise source.wrong_key(f"版式“{values['layout']}”不可用，可用的有：{known}", "layout")
    layout = Layout(values["layout"])
    needed = {Layout.FORM: "row", Layout.MODULE: "fields"}.get(layout, "body")
    if not values.get(needed):
        raise source.wrong(f"缺少“{needed}”这一项")
    return layout


def _paper(source: Source, values: dict[str, Any]) -> str:
    paper = values.get("paper", PAPERS[0])
    if paper not in PAPERS:
        raise source.wrong_key(f"纸张“{paper}”不可用，可用的有：{'、'.join(PAPERS)}", "paper")
    return paper


def _row(source: Source, values: Any) -> FormRow:
    if not isinstance(values, dict):
        raise source.wrong_key("[[row]] 应为一组项目", "row")
    options = {key: value for key, value in values.items() if key.isascii()}
    for key, value in options.items():
        if key not in _ROW_TYPES:
            raise source.wrong_key(f"表格的行没有“{key}”这一项", key, "row")
        _typed(source, key, value, _ROW_TYPES[key])
    cells = tuple(
        (label, _parse(source, _text(source, label, value)))
        for label, value in values.items()
        if not label.isascii()
    )
    if sum((bool(cells), "heading" in options, "text" in options, "list" in options)) != 1:
        near = next(iter(values), "")
        raise source.wrong_key("表格的一行应为格子、heading、text、list 之一", near, "row")
    return FormRow(
        cells=cells,
        heading=_parse(source, options.get("heading", "")),
        text=_parse(source, options["text"]) if "text" in options else None,
        list=options.get("list", ""),
        widths=tuple(_number(source, "widths", one, WIDTHS) for one in options.get("widths", ())),
        height=_within(source, options, "height", HEIGHTS),
        share=float(options.get("share", 0)),
        indent=float(options.get("indent", 0)),
        flows=options.get("flows", False),
        closing=_parse(source, options.get("closing", "")),
        ink=options.get("ink", ""),
    )


def _lines(source: Source, text: str) -> tuple[WordsLine, ...]:
    return tuple(_line(source, line.strip()) for line in text.splitlines() if line.strip())


def _line(source: Source, line: str) -> WordsLine:
    for mark in (Mark.SUBHEADING, Mark.HEADING, Mark.FLUSH, Mark.CENTRED):
        if line.startswith(f"{mark.value} "):
            return WordsLine(mark, _parse(source, line[len(mark.value) + 1 :].strip()))
    return WordsLine(Mark.PARAGRAPH, _parse(source, line))


def _parse(source: Source, text: str) -> tuple[Part, ...]:
    try:
        return parse(text)
    except WordingError as error:
        raise source.wrong(f"{error}：“{error.near}”", error.near) from error


def _within(source: Source, values: dict[str, Any], key: str, bounds: tuple[float, float]) -> float:
    return _number(source, key, values[key], bounds) if key in values else 0.0


def _number(source: Source, key: str, value: Any, bounds: tuple[float, float]) -> float:
    least, most = bounds
    if type(value) not in {int, float} or not least <= value <= most:
        raise source.wrong_key(f"“{key}”应为{least}至{most}之间的数", key)
    return float(value)


def _typed(source: Source, key: str, value: Any, expected: type) -> None:
    is_right = type(value) in {int, float} if expected is float else type(value) is expected
    if not is_right:
        names = {str: "文字", list: "列表", dict: "一组项目", bool: "true 或 false", float: "数"}
        raise source.wrong_key(f"“{key}”的类型不对，应为{names[expected]}", key)


def _text(source: Source, key: str, value: Any) -> str:
    _typed(source, key, value, str)
    return value
