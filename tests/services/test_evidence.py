"""What can be shown in a matter is what is on record in it, and nothing else."""

from reception_desk.records.scanning import ScannedPage
from reception_desk.services.evidence import exhibits_in, is_on_record
from reception_desk.services.registration import register_visit
from reception_desk.services.scans import attach_page
from tests.offices import SampleOffice, person, visit


def page(words: bytes) -> ScannedPage:
    return ScannedPage(
        b"\xff\xd8" + words, "image/jpeg", 10, 10, 100, is_partial=False, source="camera"
    )


def test_every_exhibit_is_on_record_and_of_this_matter(desk: SampleOffice):
    own = register_visit(desk.database, desk.clerk, visit(person()))
    other = register_visit(desk.database, desk.clerk, visit(person()))
    for record, words in ((own, b"own"), (other, b"other")):
        attach_page(
            desk.database, desk.files, desk.clerk, record.visit_id, page(words), title="测量报告"
        )
    assert own.matter_id
    assert own.matter_id != other.matter_id
    with desk.database.read() as session:
        shown = exhibits_in(session, own.matter_id)
        assert [one.title for one in shown] == ["测量报告 第1页"]
        assert all(is_on_record(session, own.matter_id, one.sha256) for one in shown)
        assert not is_on_record(session, other.matter_id or "", shown[0].sha256)
