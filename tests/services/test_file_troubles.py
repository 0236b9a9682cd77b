"""Files that do not reach the centre are named as far as the reader may know the paper."""

import pytest
from sqlalchemy import update

from reception_desk.models.local import FileTransfer
from reception_desk.records.document import DocumentKind
from reception_desk.records.sync import FileState
from reception_desk.rules.permissions import Role
from reception_desk.services.file_troubles import file_troubles
from reception_desk.services.papers import issue_paper
from reception_desk.services.registration import ACCUSATION, register_visit
from tests.offices import SampleOffice, person, visit


def stuck_receipt(desk: SampleOffice, matter_class: str | None) -> tuple[str, str]:
    """Return the number and the hash of a receipt whose file the centre did not take."""
    record = register_visit(desk.database, desk.clerk, visit(person(), matter_class=matter_class))
    paper = issue_paper(
        desk.database, desk.files, desk.clerk, record.visit_id, DocumentKind.RECEIPT, paper="A5"
    )
    with desk.database.write() as session:
        session.execute(
            update(FileTransfer).values(state=FileState.REFUSED.value, reason="文件太大。")
        )
    return record.shown_number, paper.sha256


def test_a_file_is_named_by_its_paper(desk: SampleOffice):
    number, sha256 = stuck_receipt(desk, None)

    (found,) = file_troubles(desk.database, desk.administrator)

    assert (found.sha256, found.name) == (sha256, f"来访回执 {number}")
    assert (found.state, found.reason) == (FileState.REFUSED, "文件太大")


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.RECEPTIONIST])
def test_the_paper_of_an_accusation_is_not_named(desk: SampleOffice, role: Role):
    _, sha256 = stuck_receipt(desk, ACCUSATION)

    (found,) = file_troubles(desk.database, desk.account(role))

    assert found.name == f"文件 {sha256[:8]}"
    (known,) = file_troubles(desk.database, desk.account(Role.ACCUSATION_CLERK))
    assert known.name.startswith("来访回执")
