"""Papers with a module of their own, reached with plain data."""

from dataclasses import fields

import pytest

from reception_desk.documents import catalogue
from reception_desk.documents.module_papers import MODULES, record_of
from reception_desk.documents.receipt import receipt
from reception_desk.documents.registration_form import registration_form
from reception_desk.records.document import DocumentKind
from reception_desk.records.papers import (
    FileIndexData,
    MaterialsListData,
    Office,
    PaperMaterial,
    PaperPerson,
    ReceiptData,
    ReceivedMaterial,
    RegistrationFormData,
)
from tests.documents import samples

RECORDS = {
    DocumentKind.REGISTRATION_FORM: RegistrationFormData,
    DocumentKind.RECEIPT: ReceiptData,
    DocumentKind.MATERIALS_LIST: MaterialsListData,
    DocumentKind.FILE_INDEX: FileIndexData,
}

SIGNATURE = "signature"
"""Strokes are given on the petitioner's screen, and by nobody in plain data."""


@pytest.mark.parametrize("kind", MODULES)
def test_the_data_of_a_paper_are_the_fields_of_its_record(kind: DocumentKind):
    names = {one.name for one in fields(RECORDS[kind])}

    assert set(catalogue.fields(kind)) - {"paper"} == names - {SIGNATURE}


@pytest.mark.parametrize(
    ("kind", "name", "record"),
    [
        (DocumentKind.REGISTRATION_FORM, "office", Office),
        (DocumentKind.REGISTRATION_FORM, "person", PaperPerson),
        (DocumentKind.REGISTRATION_FORM, "materials", PaperMaterial),
        (DocumentKind.MATERIALS_LIST, "materials", ReceivedMaterial),
    ],
)
def test_the_columns_are_the_fields_of_its_records(kind: DocumentKind, name: str, record: type):
    assert set(catalogue.fields(kind)[name].columns) == {one.name for one in fields(record)}


def plain(record: object) -> dict[str, object]:
    """Return the values of a record as JSON would have them, `yes` and `no` for switches."""
    values = {one.name: getattr(record, one.name) for one in fields(record)}  # pyright: ignore[reportArgumentType]
    return {name: plain_value(value) for name, value in values.items()}


def plain_value(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return [plain_value(one) for one in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()  # pyright: ignore[reportAttributeAccessIssue]
    return plain(value) if hasattr(value, "__dataclass_fields__") else value


@pytest.mark.parametrize("data", [samples.registration_form_data(), samples.group_form_data()])
def test_plain_data_give_the_same_form_as_its_record(data: RegistrationFormData):
    given = {name: value for name, value in plain(data).items() if name != SIGNATURE}
    assert record_of(RegistrationFormData, given) == data
    rendered = catalogue.render(DocumentKind.REGISTRATION_FORM, given)
    assert rendered == registration_form(data)


@pytest.mark.parametrize("paper", ["A5", "slip80", "slip58"])
def test_a_receipt_is_printed_on_the_paper_asked_for(paper: str):
    data = samples.receipt_data()

    rendered = catalogue.render(DocumentKind.RECEIPT, {**plain(data), "paper": paper})

    assert rendered == receipt(data, paper)
