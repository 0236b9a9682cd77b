"""A signature stands under the words that were in sight, and counts for no others."""

import base64
import hashlib
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from reception_desk.errors import DeskError, InvalidInputError, NotPermittedError
from reception_desk.models.audit import AuditEntry
from reception_desk.models.signature import Signature
from reception_desk.records.document import DocumentKind
from reception_desk.records.signature import Handwriting, Point, SignatureInput
from reception_desk.records.visit import VisitRecord
from reception_desk.rules.corrections import Change, Subject
from reception_desk.rules.holiday_roll import HolidayRoll
from reception_desk.rules.permissions import Role
from reception_desk.rules.read_back import read_back
from reception_desk.services.corrections import correct_visit
from reception_desk.services.papers import issue_paper
from reception_desk.services.registration import ACCUSATION, register_visit
from reception_desk.services.signatures import MOST_POINTS, sign, signature_of
from tests.documents.reading import pypdf_text
from tests.offices import SampleOffice, person, visit

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP6DwABBQECz6AuzQAAAABJRU5ErkJggg=="
)
INK = Handwriting(
    640,
    220,
    (
        (Point(10, 20, 0, 400), Point(90, 60, 14, 512), Point(200, 160, 33, 260)),
        (Point(300, 40, 410), Point(320, 180, 600)),
    ),
)
POINTS = st.builds(
    Point,
    st.integers(0, 4000),
    st.integers(0, 4000),
    st.integers(0, 600_000),
    st.none() | st.integers(0, 1000),
)


def signed(record: VisitRecord, ink: Handwriting = INK) -> SignatureInput:
    return SignatureInput(read_back(record).as_text(), ink, PICTURE)


@pytest.fixture
def record(desk: SampleOffice) -> VisitRecord:
    return register_visit(desk.database, desk.clerk, visit(person()))


@given(strokes=st.lists(st.lists(POINTS, min_size=1).map(tuple)).map(tuple))
def test_strokes_come_back_as_they_were_drawn(strokes: tuple[tuple[Point, ...], ...]):
    ink = Handwriting(1180, 300, strokes)

    assert Handwriting.from_json(ink.to_json()) == ink
    assert ink.is_empty == (not strokes)


def test_words_strokes_picture_and_hashes_are_kept(desk: SampleOffice, record: VisitRecord):
    kept = sign(desk.database, desk.clerk, record.visit_id, signed(record))

    assert kept == signature_of(desk.database, desk.clerk, record.visit_id)
    assert kept.ink == INK
    assert kept.picture == PICTURE
    assert kept.words == read_back(record).as_text()
    with desk.database.read() as session:
        row = session.scalars(select(Signature)).one()
        assert row.words_sha256 == hashlib.sha256(row.words.encode()).hexdigest()
        assert row.strokes_sha256 == hashlib.sha256(row.strokes.encode()).hexdigest()
        actions = list(session.scalars(select(AuditEntry.action)))
    assert "keep_signature" in actions


def test_nothing_of_it_can_be_read_in_the_file(desk: SampleOffice, record: VisitRecord):
    kept = sign(desk.database, desk.clerk, record.visit_id, signed(record))
    path = desk.database.path
    desk.database.close()

    for part in (path, path.with_name(f"{path.name}-wal")):
        content = part.read_bytes() if part.exists() else b""
        for secret in (kept.words.encode(), INK.to_json().encode(), base64.b64encode(PICTURE)):
            assert secret not in content


def test_the_newest_counts_and_the_first_stays(desk: SampleOffice, record: VisitRecord):
    sign(desk.database, desk.clerk, record.visit_id, signed(record))
    again = Handwriting(640, 220, INK.strokes[:1])
    sign(desk.database, desk.clerk, record.visit_id, signed(record, again))

    kept = signature_of(desk.database, desk.clerk, record.visit_id)

    assert kept is not None
    assert kept.ink == again
    with desk.database.read() as session:
        assert len(session.scalars(select(Signature)).all()) == 2


def test_corrected_words_are_not_signed(desk: SampleOffice, record: VisitRecord):
    given_then = signed(record)
    sign(desk.database, desk.clerk, record.visit_id, given_then)
    change = Change(Subject.VISIT, "claim", record.claim, "请求道歉。")
    correct_visit(desk.database, desk.clerk, record.visit_id, (change,), reason="听写有误")

    assert signature_of(desk.database, desk.clerk, record.visit_id) is None
    with pytest.raises(DeskError, match="刚刚更改过"):
        sign(desk.database, desk.clerk, record.visit_id, given_then)


@pytest.mark.parametrize(
    "given_input",
    [
        SignatureInput("文字", Handwriting(10, 10), PICTURE),
        SignatureInput("文字", INK, b"GIF89a"),
        SignatureInput("", INK, PICTURE),
        SignatureInput("文字", Handwriting(10, 10, ((Point(1, 1, 1),) * (MOST_POINTS + 1),)), b""),
    ],
)
def test_what_is_no_signature_is_refused(
    desk: SampleOffice, record: VisitRecord, given_input: SignatureInput
):
    with pytest.raises(InvalidInputError):
        sign(desk.database, desk.clerk, record.visit_id, given_input)


def test_who_may_not_edit_a_visit_keeps_none(desk: SampleOffice, record: VisitRecord):
    with pytest.raises(NotPermittedError):
        sign(desk.database, desk.administrator, record.visit_id, signed(record))


def test_that_of_an_accusation_stays_in_its_stream(desk: SampleOffice):
    accusation = register_visit(desk.database, desk.clerk, visit(person(), matter_class=ACCUSATION))
    sign(desk.database, desk.clerk, accusation.visit_id, signed(accusation))
    section = desk.account(Role.SECTION)

    with pytest.raises(DeskError):
        signature_of(desk.database, section, accusation.visit_id)


def test_the_form_carries_it_and_says_what_was_signed(desk: SampleOffice, record: VisitRecord):
    def form() -> bytes:
        made = issue_paper(
            desk.database,
            desk.files,
            desk.clerk,
            record.visit_id,
            DocumentKind.REGISTRATION_FORM,
            paper="A4",
            policy=HolidayRoll.CIVIL_CODE,
        )
        return desk.files.get(made.sha256)

    plain = form()
    kept = sign(desk.database, desk.clerk, record.visit_id, signed(record))
    carrying = form()

    assert "在屏幕上手写签名" not in pypdf_text(plain)
    text = pypdf_text(carrying)
    assert kept.words_sha256[:8] in text
    assert f"{kept.signed_at.astimezone(UTC).year}年" in text
    assert carrying == form(), "the same paper is made again to the byte"
