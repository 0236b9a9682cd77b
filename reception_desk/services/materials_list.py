"""What the 材料接收清单 says: the papers filed to a visit, and those written down by hand."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from reception_desk.records import papers
from reception_desk.records.scan_batches import FiledPaperRecord
from reception_desk.records.visit import VisitRecord


def materials_list_data(
    visit: VisitRecord, office: papers.Office, filed: Sequence[FiledPaperRecord]
) -> papers.MaterialsListData:
    """Return what the list says; a paper written down at the window and filed is listed once."""
    received = max((paper.created_at for paper in filed), default=visit.arrived_at)
    main = visit.main_person
    unnamed = "匿名" if visit.is_anonymous else ""
    return papers.MaterialsListData(
        office=office,
        registration_number=visit.shown_number,
        received_on=received.astimezone(ZoneInfo(visit.zone)).date(),
        name=(main.name or main.organisation_name or "") if main else unnamed,
        receptionist=visit.received_by,
        materials=(*(_filed(paper, visit.zone) for paper in filed), *_written_down(visit, filed)),
    )


def _filed(paper: FiledPaperRecord, zone: str) -> papers.ReceivedMaterial:
    returned = paper.returned_at
    return papers.ReceivedMaterial(
        paper.title,
        paper.page_count,
        kind=_kind(is_original=paper.is_original),
        is_to_return=paper.is_to_return and returned is None,
        returned_on=returned.astimezone(ZoneInfo(zone)).date() if returned else None,
    )


def _written_down(
    visit: VisitRecord, filed: Sequence[FiledPaperRecord]
) -> list[papers.ReceivedMaterial]:
    """Return the papers of the registration that nobody scanned, known by their names."""
    titles = {paper.title for paper in filed}
    return [
        papers.ReceivedMaterial(
            material.name,
            material.pages,
            material.copies,
            _kind(is_original=material.is_original),
        )
        for material in visit.materials
        if material.name not in titles
    ]


def _kind(*, is_original: bool) -> str:
    return "原件" if is_original else "复印件"
