"""A paper of running text with its data filled in, before it is laid out."""

from collections.abc import Iterable
from dataclasses import dataclass

from reception_desk.documents.fields import Data, FieldType
from reception_desk.documents.template import Mark, Template, WordsLine
from reception_desk.documents.template_fill import Filler
from reception_desk.documents.template_text import Value


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the words as filled."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class TextPaper:
    """The words of a paper; what is empty is not printed.

    `parties` sign by hand at the end, `foot` is written below every page, `notes` stand at the
    foot of the last one. `size` is that of the type in points, 0 for 3号.
    """

    title: str
    organ: str
    masthead: str
    number: str
    addressee: str
    body: tuple[Paragraph, ...]
    attachments: tuple[str, ...]
    signer: str
    date: str
    is_sealed: bool
    parties: tuple[str, ...]
    notes: tuple[str, ...]
    copies: str
    printed_by: str
    foot: str
    paper: str
    size: float


def fill(title: str, template: Template, data: Data) -> TextPaper:
    """Return the words of `template` with `data`; `title` names the paper in errors.

    Raises `DocumentError` naming a field that is missing.
    """
    filler = Filler(title, template.fields, data)
    words = {key: filler.fill(parts) for key, parts in template.words.items()}
    return TextPaper(
        title=words["title"],
        organ=words.get("organ", ""),
        masthead=words.get("masthead", ""),
        number=words.get("number", ""),
        addressee=words.get("addressee", ""),
        body=_paragraphs(filler, template.body),
        attachments=_attachments(template, data, words.get("attachments", "")),
        signer=words.get("signer", ""),
        date=words.get("date", ""),
        is_sealed=template.is_sealed,
        parties=tuple(filler.fill(party) for party in template.parties),
        notes=tuple(one.text for one in _paragraphs(filler, template.notes)),
        copies=words.get("copies", ""),
        printed_by=words.get("printed_by", ""),
        foot=words.get("foot", ""),
        paper=template.paper,
        size=template.size,
    )


def sections_of(paragraphs: Iterable[Paragraph]) -> list[tuple[str, list[str]]]:
    """Return the paragraphs below their headings, for a screen."""
    sections: list[tuple[str, list[str]]] = []
    for paragraph in paragraphs:
        if paragraph.mark is Mark.HEADING or not sections:
            sections.append((paragraph.text, []))
        else:
            sections[-1][1].append(paragraph.text)
    return sections


def _paragraphs(filler: Filler, lines: tuple[WordsLine, ...]) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(line.mark, text)
        for line in lines
        for text in filler.fill(line.parts).splitlines()
        if text.strip()
    )


def _attachments(template: Template, data: Data, text: str) -> tuple[str, ...]:
    """Return the names of the attachments: of a list as given, else the words themselves."""
    parts = template.words.get("attachments", ())
    part = parts[0] if len(parts) == 1 else None
    if isinstance(part, Value) and template.fields[part.name].type is FieldType.LINES:
        return data[part.name].items
    return (text,) if text else ()
