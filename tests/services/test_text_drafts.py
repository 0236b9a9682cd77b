"""Drafts beside what is registered: same, missing, different; registered values stay masked."""

from reception_desk.records.reading import ReadPage, TextLine
from reception_desk.records.text_drafts import ComparedDraft, DraftField, DraftStanding
from reception_desk.records.visit import PersonRole
from reception_desk.services import scan_batches
from reception_desk.services.registration import register_visit
from reception_desk.services.text_drafts import compared_drafts
from tests.offices import MAN, SampleOffice, person, visit

BOX = ((0.0, 0.0), (9.0, 0.0), (9.0, 1.0), (0.0, 1.0))


def page(*lines: str) -> ReadPage:
    return ReadPage(100, 100, tuple(TextLine(line, 1.0, BOX) for line in lines))


def compared(desk: SampleOffice, visit_id: str, *lines: str) -> dict[DraftField, ComparedDraft]:
    batch = scan_batches.open_batch(desk.database, desk.clerk, visit_id)
    found = compared_drafts(desk.database, desk.clerk, batch.batch_id, page(*lines))
    return {each.draft.field: each for each in found}


def registered(desk: SampleOffice, **values: object) -> str:
    given = {"phone": "13900001234", "document_number": MAN, "address": "孝昌县花园镇第七组"}
    main = person("欧阳雪梅", **(given | values))
    return register_visit(desk.database, desk.clerk, visit(main)).visit_id


def test_what_agrees_is_the_same_in_whatever_form(desk: SampleOffice):
    found = compared(
        desk,
        registered(desk),
        "申请人：欧阳 雪梅",
        "电话１３９００００１２３４",
        f"身份证号{MAN.lower()}",
        "住址：湖北省孝昌县花园镇第七组",
    )

    assert {each.standing for each in found.values()} == {DraftStanding.SAME}
    assert len(found) == 4


def test_what_is_not_registered_is_missing_and_what_differs_is_shown_masked(desk: SampleOffice):
    visit_id = registered(desk, address=None)
    found = compared(desk, visit_id, "信访人：王建国", "电话13800005678", "地址：花园镇第九组")

    assert found[DraftField.ADDRESS].standing is DraftStanding.MISSING
    name, phone = found[DraftField.NAME], found[DraftField.PHONE]
    assert (name.standing, name.recorded) == (DraftStanding.DIFFERENT, "欧阳**")
    assert (phone.standing, phone.recorded) == (DraftStanding.DIFFERENT, "139****1234")


def test_a_companion_named_in_the_letter_is_known(desk: SampleOffice):
    main, other = (
        person("欧阳雪梅"),
        person("王建国", document_number=None, role=PersonRole.FOLLOWER),
    )
    visit_id = register_visit(desk.database, desk.clerk, visit(main, other)).visit_id

    assert compared(desk, visit_id, "反映人：王建国")[DraftField.NAME].standing is (
        DraftStanding.SAME
    )


def test_all_is_missing_where_nobody_is_registered_yet(desk: SampleOffice):
    visit_id = register_visit(desk.database, desk.clerk, visit()).visit_id

    (name,) = compared(desk, visit_id, "信访人：王建国").values()

    assert name.standing is DraftStanding.MISSING


def test_the_day_of_a_letter_has_no_field(desk: SampleOffice):
    (day,) = compared(desk, registered(desk), "2026年11月20日").values()

    assert day.standing is DraftStanding.NO_FIELD


def test_nothing_of_a_stack_is_compared_before_its_visit_is_known(desk: SampleOffice):
    (name,) = compared(desk, scan_batches.NO_VISIT, "申请人：王建国").values()

    assert name.standing is DraftStanding.NO_FIELD
