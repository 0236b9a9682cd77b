"""材料接收清单: what was filed and what was written down, once each; on record like the others."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from reception_desk.errors import DeskError
from reception_desk.records.document import DocumentKind
from reception_desk.records.papers import Office, ReceivedMaterial
from reception_desk.records.scan_batches import FiledPaperRecord, PaperKind
from reception_desk.records.visit import MaterialInput, VisitRecord
from reception_desk.rules.corrections import Change, Subject
from reception_desk.services import printing
from reception_desk.services.corrections import correct_visit
from reception_desk.services.materials_list import materials_list_data
from reception_desk.services.papers import issue_paper
from reception_desk.services.registration import register_visit
from tests.offices import SampleOffice, person, visit

EVENING = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
"""Half past midnight of the 24th in Beijing."""
PROOF = FiledPaperRecord(
    paper_id="a",
    scanned_document_id="b",
    title="证据",
    kind=PaperKind.EVIDENCE,
    is_original=True,
    is_to_return=True,
    returned_at=None,
    page_count=3,
    sha256="c",
    size=1,
    created_at=EVENING,
)


def registered(desk: SampleOffice, *materials: MaterialInput) -> VisitRecord:
    return register_visit(desk.database, desk.clerk, visit(person(), materials=materials))


def listed(
    record: VisitRecord, filed: Sequence[FiledPaperRecord] = ()
) -> tuple[ReceivedMaterial, ...]:
    return materials_list_data(record, Office(hall="大厅"), filed).materials


def test_a_paper_written_down_and_filed_is_listed_once(desk: SampleOffice):
    record = registered(desk, MaterialInput("证据", 9), MaterialInput("合同", 2, 3))

    assert listed(record, (PROOF,)) == (
        ReceivedMaterial("证据", 3, kind="原件", is_to_return=True),
        ReceivedMaterial("合同", 2, 3, "复印件"),
    )


def test_an_original_that_went_back_is_no_longer_to_be_returned(desk: SampleOffice):
    (line,) = listed(registered(desk), (replace(PROOF, returned_at=EVENING),))

    assert not line.is_to_return
    assert line.returned_on == date(2026, 11, 24), "the day of the hall, not of Greenwich"


def test_the_day_is_the_halls_own(desk: SampleOffice):
    data = materials_list_data(registered(desk), Office(hall="大厅"), (PROOF,))

    assert data.received_on == date(2026, 11, 24)
    assert (data.name, data.receptionist) == ("张伟", "周敏")


def issue(desk: SampleOffice, record: VisitRecord, kind: DocumentKind):
    return issue_paper(desk.database, desk.files, desk.clerk, record.visit_id, kind)


def test_the_list_stands_beside_the_form_and_is_not_taken_for_it(desk: SampleOffice):
    record = registered(desk, MaterialInput("合同"))
    form = issue(desk, record, DocumentKind.REGISTRATION_FORM)
    first = issue(desk, record, DocumentKind.MATERIALS_LIST)
    again = issue(desk, record, DocumentKind.MATERIALS_LIST)

    assert again == first
    assert first.kind is DocumentKind.MATERIALS_LIST
    found = printing.documents_of_visit(desk.database, desk.clerk, record.visit_id)
    assert [paper.document_id for paper in found] == [form.document_id, first.document_id]
    with desk.database.read() as session:
        kinds = session.execute(text("SELECT kind, later_kind FROM document ORDER BY id")).all()
    assert [tuple(kind) for kind in kinds] == [
        ("registration_form", None),
        ("registration_form", "materials_list"),
    ]


def test_a_correction_of_the_name_makes_the_list_untrue(desk: SampleOffice):
    record = registered(desk, MaterialInput("合同"))
    issue(desk, record, DocumentKind.MATERIALS_LIST)
    renamed = Change(Subject.PERSON, "name", "张伟", "张玮", record.persons[0].person_id)

    correct_visit(desk.database, desk.clerk, record.visit_id, [renamed], reason="听写有误")

    (paper,) = printing.documents_of_visit(desk.database, desk.clerk, record.visit_id)
    assert paper.is_stale


def test_a_visit_without_materials_has_no_list(desk: SampleOffice):
    with pytest.raises(DeskError, match="还没有收到材料"):
        issue(desk, registered(desk), DocumentKind.MATERIALS_LIST)
