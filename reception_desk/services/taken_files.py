"""A PDF that leaves the desk: the order is checked, the making told whose copy it is, the audit.

Into a file and onto paper are alike (domain.md §8): a reason, a leader's approval, the notice
below every page, and an entry with the hash.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths
from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.identifiers import new_id
from reception_desk.services import exports
from reception_desk.services.exports import ExportOrder
from reception_desk.services.files import FileStore

Say = Callable[[int, int], object]
"""Told (done, total) in papers; what it raises ends the work and leaves nothing."""


@dataclass(frozen=True, slots=True)
class FileSources:
    """Where a file is made from."""

    database: Database
    files: FileStore
    fonts: FontPaths = SHIPPED_FONTS


class TakenFile(Protocol):
    """What was made; `words` say for the audit what it holds, without a name."""

    @property
    def pdf(self) -> bytes: ...

    @property
    def words(self) -> str: ...


Made = TypeVar("Made", bound=TakenFile)
NoticeOf = Callable[[str], str]
"""The words below the pages, for what the file is called."""


def to_file(
    sources: FileSources, actor: Actor, order: ExportOrder, make: Callable[[NoticeOf], Made]
) -> Made:
    """Make the PDF, write it to its place and return it; raises like `exports.export_table`."""
    exports.check_order(actor, order)
    export_id = new_id()
    made = make(_notice(actor, order, export_id))

    def fill(path: Path) -> str:
        path.write_bytes(made.pdf)
        return made.words

    exports.put_in_place(sources.database, actor, order, export_id, fill)
    return made


def to_printer(
    sources: FileSources, actor: Actor, order: ExportOrder, make: Callable[[NoticeOf], Made]
) -> Made:
    """Make the PDF for the printer, under the same rules; the audit says printed."""
    exports.check_order(actor, order)
    export_id = new_id()
    made = make(_notice(actor, order, export_id))
    sha256 = hashlib.sha256(made.pdf).hexdigest()
    exports.keep_record(sources.database, actor, order, export_id, f"打印 {made.words} {sha256}")
    return made


def _notice(actor: Actor, order: ExportOrder, export_id: str) -> NoticeOf:
    return lambda name: exports.notice(actor, name, order, export_id)
