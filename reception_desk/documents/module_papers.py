"""Papers that have a module of their own, reached with plain data like any other.

The data of such a paper are the fields of its record (`records/papers.py`) under the same names,
`yes` and `no` for what is true or false. A signature is no plain data: only a screen gives one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any, TypeVar, get_args, get_type_hints

from reception_desk.documents.fields import as_day, as_moment
from reception_desk.documents.file_index import file_index
from reception_desk.documents.fonts import FontPaths
from reception_desk.documents.materials_list import materials_list
from reception_desk.documents.receipt import receipt
from reception_desk.documents.registration_form import registration_form
from reception_desk.records.document import DocumentKind
from reception_desk.records.papers import (
    FileIndexData,
    MaterialsListData,
    ReceiptData,
    RegistrationFormData,
)

YES = "yes"
PAPER = "paper"
"""The field that says on which paper a receipt is printed."""

Plain = Mapping[str, Any]
_Record = TypeVar("_Record")


def module_page(kind: DocumentKind, data: Plain, fonts: FontPaths) -> bytes:
    """Return the paper as PDF; `data` are checked. Raises `DocumentError` as its module does."""
    return MODULES[kind](data, fonts)


def record_of(record: type[_Record], data: Plain) -> _Record:
    """Return the record with the plain `data`; what they leave out keeps its default."""
    hints = get_type_hints(record)
    known = {one.name for one in fields(record)}  # pyright: ignore[reportArgumentType]
    return record(
        **{
            name: _value(hints[name], value)
            for name, value in data.items()
            if name in known and value is not None and value != ""
        }
    )


def _value(hint: Any, value: Any) -> Any:
    kinds = [one for one in get_args(hint) or (hint,) if one is not type(None)]
    kind = kinds[0]
    if kind is datetime:
        return as_moment(value)
    if kind is date:
        return as_day(value)
    if kind is bool:
        return value == YES
    if is_dataclass(kind) and isinstance(kind, type):
        many = isinstance(value, Sequence)
        return tuple(record_of(kind, one) for one in value) if many else record_of(kind, value)
    return tuple(value) if isinstance(value, list) else value


def _registration_form(data: Plain, fonts: FontPaths) -> bytes:
    return registration_form(record_of(RegistrationFormData, data), fonts)


def _receipt(data: Plain, fonts: FontPaths) -> bytes:
    return receipt(record_of(ReceiptData, data), data.get(PAPER) or "A5", fonts)


def _materials_list(data: Plain, fonts: FontPaths) -> bytes:
    return materials_list(record_of(MaterialsListData, data), fonts)


def _file_index(data: Plain, fonts: FontPaths) -> bytes:
    pdf, _pages = file_index(record_of(FileIndexData, data), fonts)
    return pdf


MODULES: Mapping[DocumentKind, Callable[[Plain, FontPaths], bytes]] = {
    DocumentKind.REGISTRATION_FORM: _registration_form,
    DocumentKind.RECEIPT: _receipt,
    DocumentKind.MATERIALS_LIST: _materials_list,
    DocumentKind.FILE_INDEX: _file_index,
}
