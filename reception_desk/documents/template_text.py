"""The little language in which the words of a paper are written.

    {name}              the value of a field
    {name:boxes}        every option of a choice, those chosen ticked: ☑维持　☐撤销
    {name=option}       one box, ticked when the option is chosen: ☑
    {name:plain}        a list without numbers, one item a line
    [[…]]               a piece that is printed only if every field right inside it is given
    [[name=option|…]]   a piece that is printed only when the option is chosen

Pieces may hold further pieces. Everything else is printed as it stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\[\[(?:(?P<field>[a-z_]+)=(?P<option>[a-z_]+)\|)?"
    r"|(?P<end>\]\])"
    r"|\{(?P<name>[a-z_]+)(?:=(?P<box>[a-z_]+)|:(?P<manner>boxes|plain))?\}"
    r"|(?P<stray>[{}])"
)


class WordingError(ValueError):
    """Words that are not of the language; `near` is a part of them to find the line by."""

    def __init__(self, message: str, near: str) -> None:
        super().__init__(message)
        self.near = near


@dataclass(frozen=True, slots=True)
class Value:
    """Where a field is printed; `manner` is "", "boxes" or "plain"."""

    name: str
    manner: str = ""

    def __str__(self) -> str:
        return f"{{{self.name}{f':{self.manner}' if self.manner else ''}}}"


@dataclass(frozen=True, slots=True)
class Box:
    """A box that is ticked when an option is chosen; in front of a piece its condition."""

    name: str
    option: str

    def __str__(self) -> str:
        return f"{{{self.name}={self.option}}}"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that fall away when a field is missing, or when `condition` is not chosen."""

    parts: "tuple[Part, ...]"
    condition: Box | None = None


Part = str | Value | Box | Piece


@dataclass(frozen=True, slots=True)
class Use:
    """A field where it is used; `falls_away` tells that its absence is provided for."""

    part: Value | Box
    falls_away: bool


def parse(text: str) -> tuple[Part, ...]:
    """Return the parts of `text`; raises `WordingError`."""
    open_pieces: list[tuple[list[Part], Box | None]] = [([], None)]
    at = 0
    for token in _TOKEN.finditer(text):
        if token.start() > at:
            open_pieces[-1][0].append(text[at : token.start()])
        at = token.end()
        if token["stray"]:
            raise WordingError("花括号不成对，或其中不是项目名", text[token.start() :][:20])
        if token["name"]:
            name, box = token["name"], token["box"]
            part = Box(name, box) if box else Value(name, token["manner"] or "")
            open_pieces[-1][0].append(part)
        elif token["end"]:
            if len(open_pieces) == 1:
                raise WordingError("“]]”前面没有“[[”", text[max(0, token.start() - 20) : at])
            parts, condition = open_pieces.pop()
            open_pieces[-1][0].append(Piece(tuple(parts), condition))
        else:
            condition = Box(token["field"], token["option"]) if token["field"] else None
            open_pieces.append(([], condition))
    if len(open_pieces) > 1:
        raise WordingError("“[[”后面没有“]]”", text[text.rfind("[[") :][:20])
    if at < len(text):
        open_pieces[0][0].append(text[at:])
    return tuple(open_pieces[0][0])


def uses(parts: tuple[Part, ...], *, falls_away: bool = False) -> Iterator[Use]:
    """Yield every field that the parts use, conditions included."""
    for part in parts:
        if isinstance(part, Value | Box):
            yield Use(part, falls_away)
        elif isinstance(part, Piece):
            if part.condition:
                yield Use(part.condition, falls_away)
            yield from uses(part.parts, falls_away=True)
