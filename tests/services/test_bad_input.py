"""What goes wrong at a window: each ends in a clear sentence, the draft kept, nothing lost."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from reception_desk.errors import DatabaseError, DeskError
from reception_desk.models.local import OutboxRow
from reception_desk.models.person import Person
from reception_desk.models.visit import Visit
from reception_desk.services import drafts
from reception_desk.services.registration import register_visit
from reception_desk.services.visits import visits_of_day
from tests.offices import MORNING, SampleOffice, person, visit


@contextmanager
def full_disk(bytes_left: int) -> Iterator[None]:
    """Let the system refuse to write any file beyond so many bytes, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_keeps_the_draft_and_the_next_save_works(desk: SampleOffice):
    draft = drafts.DraftRecord("d1", 1, {"claim": "已经写下的话"})
    drafts.save_draft(desk.database, desk.clerk, draft)
    given = visit(person(), claim="诉" * 400_000)

    with full_disk(64 * 1024), pytest.raises(DatabaseError, match="磁盘已满") as raised:
        register_visit(desk.database, desk.clerk, given, draft_id="d1")

    assert "窗口中" in raised.value.saved
    assert raised.value.advice
    assert drafts.open_drafts(desk.database, desk.clerk) == (draft,)
    assert visits_of_day(desk.database, desk.clerk, MORNING) == ()
    register_visit(desk.database, desk.clerk, given, draft_id="d1")
    assert len(visits_of_day(desk.database, desk.clerk, MORNING)) == 1


def test_a_full_disk_while_a_paper_is_stored_leaves_no_half_file(desk: SampleOffice):
    with full_disk(10_000), pytest.raises(DeskError, match="磁盘已满"):
        desk.files.put(b"x" * 50_000)

    sha256 = desk.files.put(b"x" * 50_000)
    assert desk.files.get(sha256) == b"x" * 50_000


def test_control_characters_do_not_reach_the_record(desk: SampleOffice):
    record = register_visit(
        desk.database,
        desk.clerk,
        visit(person("李\x00四\u202e"), claim="要求\x00支付\x07\r\n第二项\ud800"),
    )

    assert record.persons[0].name == "李四"
    assert record.claim == "要求支付\n第二项"


@pytest.mark.parametrize(
    "number",
    [
        "420921190002290013",
        "12345",
        "ABCDEFGHIJ",
        "４２０９２１１９０００１０１００１６",
        "'; DROP--",
    ],
)
def test_no_document_number_blocks_a_registration(desk: SampleOffice, number: str):
    record = register_visit(desk.database, desk.clerk, visit(person(document_number=number)))

    assert record.persons[0].document_number


def test_sql_in_every_text_field_is_only_text(desk: SampleOffice):
    hostile = "x'); DROP TABLE visit; --"
    record = register_visit(
        desk.database,
        desk.clerk,
        visit(
            person(hostile, address=hostile, phone=hostile),
            claim=hostile,
            facts=hostile,
            respondent=hostile,
            earlier_handling=hostile,
            outcome_note=hostile,
        ),
    )

    assert record.claim == hostile
    assert record.respondent == hostile


def test_a_clock_set_back_a_day_keeps_the_order_of_changes(
    desk: SampleOffice, monkeypatch: pytest.MonkeyPatch
):
    first = register_visit(desk.database, desk.clerk, visit(person()))
    yesterday = MORNING - timedelta(days=1)
    with desk.database.write() as session:  # as if the clock had run a day ahead until now
        session.execute(text("UPDATE sync_state SET hlc = hlc + (86400000 << 16)"))

    second = register_visit(
        desk.database,
        desk.clerk,
        visit(
            person(person_id=first.persons[0].person_id, phone="13900000000"), arrived_at=yesterday
        ),
    )

    with desk.database.read() as session:
        clocks = list(session.scalars(select(OutboxRow.hlc).order_by(OutboxRow.seq)))
        assert session.get_one(Person, first.persons[0].person_id).phone == "13900000000"
        assert session.get_one(Visit, second.visit_id).arrived_at == yesterday
    assert clocks == sorted(set(clocks))
