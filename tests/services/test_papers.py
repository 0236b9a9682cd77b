"""Papers of a visit are set with the office's fonts, or without them, but always."""

import shutil
from pathlib import Path

import pytest

from reception_desk.config import resource
from reception_desk.documents.fonts import FontPaths
from reception_desk.records.document import DocumentKind
from reception_desk.services.papers import issue_paper
from reception_desk.services.registration import register_visit
from tests.documents.test_office_fonts import faces
from tests.offices import SampleOffice, person, visit


@pytest.mark.parametrize(
    ("kind", "paper"), [(DocumentKind.RECEIPT, "slip80"), (DocumentKind.REGISTRATION_FORM, "A4")]
)
def test_a_paper_is_set_with_the_offices_fonts(
    desk: SampleOffice, tmp_path: Path, kind: DocumentKind, paper: str
):
    own = Path(shutil.copy(resource("fonts", "NotoSerifSC-Bold.ttf"), tmp_path / "own.ttf"))
    record = register_visit(desk.database, desk.clerk, visit(person()))

    def issue(fonts: FontPaths) -> bytes:
        document = issue_paper(
            desk.database, desk.files, desk.clerk, record.visit_id, kind, paper=paper, fonts=fonts
        )
        return desk.files.get(document.sha256)

    assert "NotoSerifSC-Bold" in faces(issue(FontPaths(plain=own)))
    shipped = issue(FontPaths())
    assert issue(FontPaths(plain=tmp_path / "gone.ttf")) == shipped
