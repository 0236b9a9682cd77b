"""What the words of a template may and must say."""

from collections.abc import Iterator, Mapping

from reception_desk.documents.fields import Field, FieldType
from reception_desk.documents.template import FormRow, Layout, Template
from reception_desk.documents.template_source import Source
from reception_desk.documents.template_text import Box, Part, Use, Value, uses

NO_COURT = ("行政复议", "行政诉讼")
"""A petition opinion opens no such way (domain.md 1.5): naming one would mislead the petitioner."""
PETITION_OPINIONS = ("handling_opinion", "review_opinion", "recheck_opinion")
REMEDIES = {"handling_opinion": "请求复查", "review_opinion": "请求复核"}
"""What an opinion must offer (条例 Art. 35, 36); whom to ask and until when are its fields."""
REMEDY_FIELDS = ("remedy_organ", "remedy_until")


def check_words(source: Source, template: Template, known: Mapping[str, Field]) -> set[str]:
    """Return the names of the fields the template uses; raises `TemplateError`."""
    used: set[str] = set()
    for parts in _all_words(template):
        is_alone = len(parts) == 1
        for use in uses(parts):
            _check_use(source, use, known, is_alone=is_alone)
            used.add(use.part.name)
    for row in template.rows:
        if row.list:
            _check_list(source, row.list, len(row.widths), known)
            used.add(row.list)
        if row.ink:
            _check_ink(source, row, known)
            used.add(row.ink)
    if template.layout is not Layout.MODULE:
        _check_all_used(source, template, used)
    _check_rights(source, template)
    return used


def _all_words(template: Template) -> Iterator[tuple[Part, ...]]:
    yield from template.words.values()
    yield from (line.parts for line in (*template.body, *template.notes))
    yield from template.parties
    for row in template.rows:
        yield from (parts for _, parts in row.cells)
        yield from (row.heading, row.text or (), row.closing)


def _check_use(source: Source, use: Use, known: Mapping[str, Field], *, is_alone: bool) -> None:
    part = use.part
    near = f"{part.name}={part.option}" if isinstance(part, Box) else str(part)
    if part.name not in known:
        raise source.wrong(f"没有“{part.name}”这一项（{near}）", near)
    one = known[part.name]
    if isinstance(part, Box):
        if part.option not in one.options:
            raise source.wrong(f"“{part.name}”没有“{part.option}”这个选项", near)
        return
    if one.type in {FieldType.ROWS, FieldType.RECORD}:
        raise source.wrong(f"“{part.name}”是表格，不能写在文字里", near)
    if one.type is FieldType.INK:
        raise source.wrong(f"“{part.name}”是笔迹，不能写在文字里", near)
    if not _is_manner_fit(part, one):
        raise source.wrong(f"“{part.name}”不能用“{part.manner}”", near)
    if one.is_optional and not (use.falls_away or is_alone or part.manner == "boxes"):
        raise source.wrong(f"“{part.name}”可以不填，应放在“[[…]]”里", near)


def _is_manner_fit(part: Value, one: Field) -> bool:
    fitting = {"boxes": bool(one.options), "plain": one.type is FieldType.LINES}
    return fitting.get(part.manner, True)


def _check_list(source: Source, name: str, widths: int, known: Mapping[str, Field]) -> None:
    if name not in known or known[name].type is not FieldType.ROWS:
        raise source.wrong(f"“{name}”不是表格的项目", f'"{name}"')
    if widths != len(known[name].columns):
        raise source.wrong(
            f"“{name}”有{len(known[name].columns)}列，宽度却有{widths}个", f'"{name}"'
        )


def _check_ink(source: Source, row: FormRow, known: Mapping[str, Field]) -> None:
    if row.ink not in known or known[row.ink].type is not FieldType.INK:
        raise source.wrong(f"“{row.ink}”不是笔迹的项目", f'"{row.ink}"')
    if len(row.cells) != 1:
        raise source.wrong("笔迹只能放在只有一格的行里", f'"{row.ink}"')


def _check_all_used(source: Source, template: Template, used: set[str]) -> None:
    for name, one in template.fields.items():
        if name not in used and not one.is_optional:
            raise source.wrong(f"没有写出“{one.label}”（{{{name}}}）")


def _check_rights(source: Source, template: Template) -> None:
    """An office's own words must not take a right away or promise one that is not there."""
    if template.name not in PETITION_OPINIONS:
        return
    for phrase in NO_COURT:
        if phrase in source.text:
            raise source.wrong(f"信访意见书不得写“{phrase}”", phrase)
    remedy = REMEDIES.get(template.name)
    if remedy is None:
        return
    fields = {use.part.name for line in template.body for use in uses(line.parts)}
    words = "".join(part for line in template.body for part in line.parts if isinstance(part, str))
    if remedy not in words:
        raise source.wrong(f"没有告知可以“{remedy}”")
    for name in REMEDY_FIELDS:
        if name not in fields:
            raise source.wrong(f"没有告知救济的机关和期限（{{{name}}}）")
