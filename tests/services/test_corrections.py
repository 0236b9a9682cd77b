"""A registration is completed and corrected: only what changed is written, nothing is lost."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from reception_desk.errors import DatabaseError, DeskError, InvalidInputError, NotPermittedError
from reception_desk.models.audit import AuditEntry
from reception_desk.models.correction import Correction
from reception_desk.models.document import Document
from reception_desk.models.local import OutboxRow
from reception_desk.models.matter import Matter, Step, VisitMatter
from reception_desk.models.visit import Visit, VisitPerson
from reception_desk.records.document import DocumentKind
from reception_desk.records.visit import (
    MaterialInput,
    PersonInput,
    PersonRole,
    VisitInput,
    VisitRecord,
)
from reception_desk.rules.corrections import Change, Subject, changes_between
from reception_desk.rules.permissions import Role
from reception_desk.rules.units import RESTRICTED_STREAM
from reception_desk.services import corrections, drafts, search
from reception_desk.services.corrections import (
    COMPLETED,
    CORRECTED,
    ChangedMeanwhileError,
    correct_visit,
    take_back,
)
from reception_desk.services.papers import issue_paper
from reception_desk.services.printing import documents_of_visit
from reception_desk.services.registration import ACCUSATION, register_visit
from reception_desk.services.visits import load_visit
from tests.offices import MORNING, SampleOffice, group, person, visit

REASON = "听写有误"


def field(name: str, before: object, after: object) -> Change:
    return Change(Subject.VISIT, name, before, after)


def of_person(record: VisitRecord, name: str, before: object, after: object) -> Change:
    return Change(Subject.PERSON, name, before, after, record.persons[0].person_id)


def register(desk: SampleOffice, *persons: PersonInput, **values: object) -> VisitRecord:
    return register_visit(desk.database, desk.clerk, visit(*persons, **values))


def correct(desk: SampleOffice, record: VisitRecord, *changes: Change, reason: str = REASON):
    return correct_visit(desk.database, desk.clerk, record.visit_id, changes, reason=reason)


def read(desk: SampleOffice, record: VisitRecord) -> VisitRecord:
    return load_visit(desk.database, desk.clerk, record.visit_id, reason="核对")


def outbox_after(desk: SampleOffice, seq: int) -> dict[tuple[str, str], set[str]]:
    """Return the changed columns that wait for the centre, by (table, row)."""
    with desk.database.read() as session:
        rows = session.execute(
            select(OutboxRow.table_name, OutboxRow.row_id, OutboxRow.new_values)
            .where(OutboxRow.seq > seq, OutboxRow.operation == "U")
            .order_by(OutboxRow.seq)
        ).all()
    found: dict[tuple[str, str], set[str]] = {}
    for table, row, values in rows:
        found.setdefault((table, row), set()).update(json.loads(values or "{}"))
    return found


def last_seq(desk: SampleOffice) -> int:
    with desk.database.read() as session:
        return session.scalar(select(func.max(OutboxRow.seq))) or 0


def steps(desk: SampleOffice) -> list[tuple[str, str | None]]:
    with desk.database.read() as session:
        rows = session.execute(select(Step.event, Step.reason).order_by(Step.id))
        return [(event, reason) for event, reason in rows]


def test_an_empty_claim_is_completed_without_a_reason_and_the_rest_follows(desk: SampleOffice):
    record = register(desk, claim="", to_complete=True)
    seq = last_seq(desk)

    done = correct(desk, record, field("claim", "", "请求发放工资。拖欠三月。"), reason="")

    assert done.visit.claim == "请求发放工资。拖欠三月。"
    assert done.visit.summary == "请求发放工资"
    assert not done.visit.to_complete
    with desk.database.read() as session:
        assert session.scalars(select(Matter.title)).one() == "请求发放工资"
    assert steps(desk) == [("registered", None), (COMPLETED, None)]
    assert outbox_after(desk, seq) == {
        ("visit", record.visit_id): {"claim", "summary", "to_complete"},
        ("matter", str(record.matter_id)): {"title"},
    }


def test_what_was_given_is_corrected_with_a_reason_only(desk: SampleOffice):
    record = register(desk, person())

    with pytest.raises(InvalidInputError, match="写明理由") as raised:
        correct(desk, record, of_person(record, "phone", "13800000000", "13900000000"), reason=" ")

    assert "没有保存" in raised.value.saved
    assert read(desk, record) == record
    assert steps(desk) == [("registered", None)]


def test_a_correction_leaves_step_audit_and_what_stood_before(desk: SampleOffice):
    record = register(desk, person())
    seq = last_seq(desk)

    correct(
        desk,
        record,
        of_person(record, "phone", "13800000000", "13900000000"),
        of_person(record, "occupation", None, "02"),
    )

    again = read(desk, record)
    assert again.persons[0].phone == "13900000000"
    assert replace(again, persons=record.persons) == record
    assert outbox_after(desk, seq) == {
        ("person", record.persons[0].person_id): {"phone", "occupation"}
    }
    assert steps(desk)[-1] == (CORRECTED, REASON)
    with desk.database.read() as session:
        entry = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "correct_visit")
        ).one()
        kept = dict(session.execute(select(Correction.field, Correction.earlier)).all())
    assert (entry.subject_id, entry.reason) == (record.visit_id, REASON)
    assert entry.detail == "补充职业；更正联系电话"
    assert kept == {"phone": '"13800000000"', "occupation": None}
    (past,) = corrections.corrections_of(desk.database, desk.clerk, record.visit_id)
    assert (past.by, past.fields, past.reason) == ("周敏", "联系电话、职业", REASON)
    assert not past.is_completion


def test_the_corrected_name_is_found_and_the_old_one_no_more(desk: SampleOffice):
    record = register(desk, person("张玮"))

    correct(desk, record, of_person(record, "name", "张玮", "李䶮"))

    assert search.search(desk.database, desk.clerk, "李䶮").persons
    assert not search.search(desk.database, desk.clerk, "张玮").persons


def test_people_come_go_and_change_their_part(desk: SampleOffice):
    record = register(desk, person("甲"), person("乙", role=PersonRole.COMPANION))
    first, second = (each.person_id for each in record.persons)

    done = correct(
        desk,
        record,
        Change(Subject.PERSON, "role", PersonRole.COMPANION, PersonRole.AGENT, second),
        Change(Subject.PERSON, "", None, person("丙", role=PersonRole.INTERPRETER)),
        field("head_count", 2, 3),
    )

    assert [(each.name, each.role) for each in done.visit.persons] == [
        ("甲", PersonRole.MAIN),
        ("乙", PersonRole.AGENT),
        ("丙", PersonRole.INTERPRETER),
    ]
    gone = correct(desk, record, Change(Subject.PERSON, "", person("甲"), None, first))
    assert [each.name for each in gone.visit.persons] == ["乙", "丙"]
    with desk.database.read() as session:
        link = session.scalars(select(VisitPerson).where(VisitPerson.person_id == first)).one()
    assert (link.void_reason, link.voided_by) == (REASON, desk.clerk.account_id)


def test_a_petitioner_named_later_stands_before_the_companions(desk: SampleOffice):
    record = register(desk, person("陪同", role=PersonRole.COMPANION))
    assert record.main_person is None

    done = correct(
        desk, record, Change(Subject.PERSON, "", None, person("甲"), leads=True), reason=""
    )

    assert [each.name for each in done.visit.persons] == ["甲", "陪同"]


def test_a_person_on_record_is_joined_and_brought_up_to_date(desk: SampleOffice):
    known = register(desk, person("甲", phone=None)).persons[0]
    record = register(desk)
    chosen = person("甲", person_id=known.person_id, phone="13900000000", address=None)

    done = correct(
        desk, record, Change(Subject.PERSON, "", None, chosen, known.person_id), reason=""
    )

    assert done.visit.persons[0].person_id == known.person_id
    assert done.visit.persons[0].phone == "13900000000"
    assert done.visit.persons[0].address == known.address
    take_back(desk.database, desk.clerk, done, reason="撤销")
    with desk.database.read() as session:
        phone = session.execute(
            text("SELECT phone FROM person WHERE id = :id"), {"id": known.person_id}
        ).scalar()
    assert phone is None
    assert read(desk, record).persons == ()


def test_six_representatives_are_refused_here_too(desk: SampleOffice):
    record = register(desk, *group(12, 5), head_count=12)
    follower = record.persons[-1].person_id
    more = Change(Subject.PERSON, "role", PersonRole.FOLLOWER, PersonRole.REPRESENTATIVE, follower)

    with pytest.raises(InvalidInputError, match="代表不得超过5人"):
        correct(desk, record, more)

    assert read(desk, record) == record


def test_needs_and_materials_are_added_and_voided(desk: SampleOffice):
    record = register(desk, person(), needs=("wheelchair",), materials=(MaterialInput("合同", 3),))
    paper = record_paper(desk, record)

    done = correct(
        desk,
        record,
        Change(Subject.NEED, "", "wheelchair", None, "wheelchair"),
        Change(Subject.NEED, "", None, "dialect", "dialect"),
        Change(Subject.MATERIAL, "pages", 3, 4, paper),
        Change(Subject.MATERIAL, "", None, MaterialInput("收据\x00")),
    )

    assert done.visit.needs == ("dialect",)
    assert done.visit.materials == (MaterialInput("合同", 4), MaterialInput("收据"))
    gone = correct(desk, record, Change(Subject.MATERIAL, "", MaterialInput("合同"), None, paper))
    assert gone.visit.materials == (MaterialInput("收据"),)


def record_paper(desk: SampleOffice, record: VisitRecord) -> str:
    return str(read(desk, record).materials[0].material_id)


@pytest.mark.parametrize("name", ["arrived_at", "query_code", "provisional_number", "stream"])
def test_time_number_and_query_code_never_change(desk: SampleOffice, name: str):
    record = register(desk)

    with pytest.raises(ValueError, match="never changes"):
        correct(desk, record, field(name, None, "x"))

    assert read(desk, record) == record


def test_the_matter_follows_its_first_visit_and_not_a_later_one(desk: SampleOffice):
    first = register(desk, person(), category="040200")
    again = register(
        desk,
        person(person_id=first.persons[0].person_id),
        matter_id=first.matter_id,
        category="040200",
        arrived_at=MORNING.replace(hour=5),
    )

    correct(desk, again, field("category", "040200", "010200"), field("purpose", None, "03"))
    with desk.database.read() as session:
        matter = session.get_one(Matter, first.matter_id)
    assert (matter.category, matter.purpose) == ("040200", "03")

    correct(desk, first, field("category", "040200", "020200"))
    with desk.database.read() as session:
        assert session.get_one(Matter, first.matter_id).category == "020200"


@pytest.mark.parametrize(
    ("given", "wanted"), [("3", ACCUSATION), (None, ACCUSATION), (ACCUSATION, "3")]
)
def test_nothing_moves_into_or_out_of_the_restricted_stream(
    desk: SampleOffice, given: str | None, wanted: str
):
    record = register(desk, person(), matter_class=given)

    with pytest.raises(InvalidInputError, match="单独保管") as raised:
        correct(desk, record, field("matter_class", given, wanted))

    assert record.shown_number in raised.value.saved
    assert "另行登记" in raised.value.advice
    assert read(desk, record) == record


def test_the_words_about_an_accusation_stay_in_its_stream(desk: SampleOffice):
    record = register(desk, person(), matter_class=ACCUSATION)

    correct(
        desk,
        record,
        field("claim", record.claim, "请求查处村干部"),
        Change(Subject.PERSON, "", None, person("乙", role=PersonRole.COMPANION)),
        Change(Subject.NEED, "", None, "dialect", "dialect"),
        Change(Subject.MATERIAL, "", None, MaterialInput("账页")),
        reason="村干部姓名听写有误",
    )

    tables = ("visit", "person", "visit_person", "visit_need", "material", "matter", "step",
              "correction")  # fmt: skip
    with desk.database.read() as session:
        streams = {
            stream
            for table in tables
            for (stream,) in session.execute(text(f"SELECT stream FROM {table}"))
        }
        spoken = session.scalars(select(AuditEntry.reason).order_by(AuditEntry.position)).all()
    assert streams == {RESTRICTED_STREAM}
    assert "村干部姓名听写有误" not in spoken


def test_an_accusation_is_corrected_by_the_role_made_for_it_and_by_nobody_else(
    desk: SampleOffice,
):
    record = register(desk, person(), matter_class=ACCUSATION)
    change = field("claim", record.claim, "请求查处")
    stranger, entitled = desk.account(Role.SECTION), desk.account(Role.ACCUSATION_CLERK)

    with pytest.raises(DeskError, match="没有找到"):
        correct_visit(desk.database, stranger, record.visit_id, [change], reason=REASON)
    with pytest.raises(DeskError, match="没有找到"):
        corrections.corrections_of(desk.database, stranger, record.visit_id)

    correct_visit(desk.database, entitled, record.visit_id, [change], reason=REASON)
    assert len(corrections.corrections_of(desk.database, entitled, record.visit_id)) == 1


def test_another_windows_change_of_the_same_field_is_not_overwritten(desk: SampleOffice):
    record = register(desk, person())
    correct(desk, record, of_person(record, "phone", "13800000000", "13700000000"))

    with pytest.raises(ChangedMeanwhileError, match="联系电话") as raised:
        correct(
            desk,
            record,
            of_person(record, "phone", "13800000000", "13900000000"),
            field("respondent", None, "村委会"),
        )

    assert "再保存一次" in raised.value.advice
    assert read(desk, record).persons[0].phone == "13700000000"
    assert read(desk, record).respondent is None


def test_what_stands_as_wanted_already_is_left_alone(desk: SampleOffice):
    record = register(desk, person())
    seq = last_seq(desk)

    done = correct(desk, record, of_person(record, "phone", "0", "13800000000\x00"), reason="")

    assert done.applied == ()
    assert last_seq(desk) == seq


def test_the_draft_goes_with_the_correction_and_stays_when_it_is_refused(desk: SampleOffice):
    record = register(desk, person())
    drafts.save_draft(desk.database, desk.clerk, drafts.DraftRecord("d1", 1, {"claim": "x"}))
    change = field("claim", record.claim, "新的诉求")

    with pytest.raises(InvalidInputError):
        correct_visit(desk.database, desk.clerk, record.visit_id, [change], draft_id="d1")
    assert len(drafts.open_drafts(desk.database, desk.clerk)) == 1
    correct_visit(
        desk.database, desk.clerk, record.visit_id, [change], reason=REASON, draft_id="d1"
    )
    assert drafts.open_drafts(desk.database, desk.clerk) == ()


def test_those_without_the_permission_are_refused(desk: SampleOffice):
    record = register(desk)

    with pytest.raises(NotPermittedError, match="修改登记"):
        correct_visit(desk.database, desk.administrator, record.visit_id, [])


def test_five_megabytes_and_control_characters(desk: SampleOffice):
    record = register(desk, person(), claim="", to_complete=True)
    long = "诉" * 1_700_000

    done = correct(
        desk,
        record,
        field("claim", "", f"{long}\x00\r\n第二项\ud800"),
        of_person(record, "name", "张伟", "李\x00四\u202e"),
        field("respondent", None, "'; DROP TABLE visit; --"),
    )

    assert done.visit.claim == f"{long}\n第二项"
    assert done.visit.persons[0].name == "李四"
    assert len(done.visit.summary) == 40


def test_a_failure_in_the_middle_leaves_nothing(desk: SampleOffice):
    record = register(desk, person())
    with desk.database.write() as session:
        session.execute(
            text(
                "CREATE TRIGGER refuse_step BEFORE INSERT ON step "
                "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
            )
        )

    with pytest.raises(DatabaseError, match="磁盘已满"):
        correct(desk, record, field("claim", record.claim, "新的诉求"))

    assert read(desk, record) == record


# Papers


BOTH = (DocumentKind.REGISTRATION_FORM, DocumentKind.RECEIPT)


def stale(desk: SampleOffice, record: VisitRecord) -> dict[DocumentKind, bool]:
    papers = documents_of_visit(desk.database, desk.clerk, record.visit_id)
    return {paper.kind: paper.is_stale for paper in papers}


def issue_both(desk: SampleOffice, record: VisitRecord) -> None:
    for kind in BOTH:
        issue_paper(desk.database, desk.files, desk.clerk, record.visit_id, kind, paper="A5")


def test_only_the_papers_that_became_untrue_are_marked(desk: SampleOffice):
    record = register(desk, person())
    issue_both(desk, record)

    correct(desk, record, field("privacy_notice", None, "2026-1"))
    assert stale(desk, record) == dict.fromkeys(BOTH, False)

    correct(desk, record, of_person(record, "occupation", None, "02"))
    assert stale(desk, record) == {
        DocumentKind.REGISTRATION_FORM: True,
        DocumentKind.RECEIPT: False,
    }
    issue_both(desk, record)
    assert stale(desk, record) == dict.fromkeys(BOTH, False)
    with desk.database.read() as session:
        voided = session.scalars(select(Document).where(Document.voided_at.is_not(None))).all()
    assert [paper.kind for paper in voided] == [DocumentKind.REGISTRATION_FORM.value]


def test_a_correction_taken_back_makes_the_papers_true_again(desk: SampleOffice):
    record = register(desk, person())
    issue_both(desk, record)

    done = correct(desk, record, of_person(record, "name", "张伟", "李䶮"))
    assert len(done.stale) == 2
    undone = take_back(desk.database, desk.clerk, done, reason="撤销更正")

    assert stale(desk, record) == dict.fromkeys(BOTH, False)
    take_back(desk.database, desk.clerk, undone, reason="恢复更正")
    assert stale(desk, record) == dict.fromkeys(BOTH, True)


def test_a_paper_stays_untrue_where_something_else_changed_since(desk: SampleOffice):
    record = register(desk, person())
    issue_both(desk, record)
    done = correct(desk, record, of_person(record, "name", "张伟", "李䶮"))
    correct(desk, record, of_person(record, "phone", "13800000000", "13900000000"))

    take_back(desk.database, desk.clerk, done, reason="撤销更正")

    assert stale(desk, record) == {
        DocumentKind.REGISTRATION_FORM: True,
        DocumentKind.RECEIPT: False,
    }


# Matters


def links(desk: SampleOffice) -> list[tuple[str, str, str]]:
    with desk.database.read() as session:
        rows = session.execute(
            select(VisitMatter.visit_id, VisitMatter.matter_id, VisitMatter.relation)
            .where(VisitMatter.voided_at.is_(None))
            .order_by(VisitMatter.visit_id)
        )
        return [(visit_id, matter_id, relation) for visit_id, matter_id, relation in rows]


def live_matters(desk: SampleOffice) -> set[str]:
    with desk.database.read() as session:
        return set(session.scalars(select(Matter.id).where(Matter.voided_at.is_(None))))


def to_matter(before: str | None, after: str | None) -> Change:
    return Change(Subject.MATTER, "matter_id", before, after)


def test_a_visit_is_joined_to_an_earlier_matter_and_parted_again(desk: SampleOffice):
    first = register(desk, person())
    later = register(desk, person(), arrived_at=MORNING.replace(hour=5))

    done = correct(desk, later, to_matter(later.matter_id, first.matter_id))

    assert done.visit.is_repeat
    assert done.visit.matter_id == first.matter_id
    assert live_matters(desk) == {first.matter_id}
    assert [event for event, _ in steps(desk)][2:] == ["visit_left", "visit_joined", CORRECTED]

    take_back(desk.database, desk.clerk, done, reason="撤销")
    assert live_matters(desk) == {first.matter_id, later.matter_id}
    assert links(desk) == [
        (first.visit_id, first.matter_id, "first"),
        (later.visit_id, later.matter_id, "first"),
    ]


def test_a_repeat_visit_gets_a_matter_of_its_own(desk: SampleOffice):
    first = register(desk, person())
    again = register(desk, person(), matter_id=first.matter_id, arrived_at=MORNING.replace(hour=5))

    done = correct(
        desk, again, field("claim", again.claim, "请求修路"), to_matter(first.matter_id, None)
    )

    assert not done.visit.is_repeat
    assert done.visit.matter_id != first.matter_id
    with desk.database.read() as session:
        assert session.get_one(Matter, done.visit.matter_id).title == "请求修路"
        assert session.get_one(Matter, first.matter_id).title == first.summary
    take_back(desk.database, desk.clerk, done, reason="撤销")
    assert read(desk, again) == again
    assert live_matters(desk) == {first.matter_id}


def test_the_first_visit_keeps_its_own_matter(desk: SampleOffice):
    record = register(desk, person())

    done = correct(desk, record, to_matter(record.matter_id, None))

    assert done.applied == ()


def test_when_the_first_visit_leaves_the_next_is_the_first(desk: SampleOffice):
    first = register(desk, person())
    second = register(desk, person(), matter_id=first.matter_id, arrived_at=MORNING.replace(hour=5))
    other = register(desk, person("别人"), arrived_at=MORNING.replace(hour=2))

    correct(desk, first, to_matter(first.matter_id, other.matter_id))

    assert links(desk) == [
        (first.visit_id, other.matter_id, "first"),
        (second.visit_id, first.matter_id, "first"),
        (other.visit_id, other.matter_id, "repeat"),
    ]


def test_an_accusation_is_not_joined_to_an_ordinary_matter(desk: SampleOffice):
    ordinary = register(desk, person())
    accusation = register(desk, person(), matter_class=ACCUSATION)

    with pytest.raises(InvalidInputError, match="不能合并"):
        correct(desk, accusation, to_matter(accusation.matter_id, ordinary.matter_id))
    with pytest.raises(InvalidInputError, match="不能合并"):
        correct(desk, ordinary, to_matter(ordinary.matter_id, accusation.matter_id))

    assert len(links(desk)) == 2
    assert all(relation == "first" for *_, relation in links(desk))


# Any sequence

_WORDS = st.sampled_from(["", "请求甲", "请求乙。理由", "第一项\n第二项"])
_LINES = st.sampled_from([None, "甲", "乙"])
_STATES = st.fixed_dictionaries(
    {
        "claim": _WORDS,
        "facts": _WORDS,
        "head_count": st.integers(1, 6),
        "purpose": st.sampled_from([None, "01", "03"]),
        "matter_class": st.sampled_from([None, "1", "3"]),
        "category": st.sampled_from([None, "010200", "040200"]),
        "respondent": _LINES,
        "outcome_note": _LINES,
        "is_oral": st.booleans(),
        "read_back_at": st.sampled_from([None, MORNING]),
        "is_anonymous": st.booleans(),
        "is_unclear": st.booleans(),
        "needs": st.sampled_from([(), ("wheelchair",), ("dialect", "wheelchair")]),
    }
)
_FIELDS = tuple(
    name for name in VisitInput.__dataclass_fields__ if name in VisitRecord.__dataclass_fields__
)


def as_input(record: VisitRecord) -> VisitInput:
    """Return the registration that would leave this record."""
    values = {name: getattr(record, name) for name in _FIELDS if name != "persons"}
    return VisitInput(**values)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_STATES, min_size=1, max_size=4), st.booleans())
def test_any_sequence_writes_exactly_what_changed_and_can_be_taken_back(desk, states, is_undone):
    record = read(desk, register(desk, person()))
    began = record
    done = []
    for state in states:
        wanted = replace(as_input(record), **state)
        changes = changes_between(as_input(record), wanted)
        seq = last_seq(desk)

        made = correct(desk, record, *changes)

        done.append(made)
        changed = {name for name in state if getattr(record, name) != getattr(made.visit, name)} - {
            "needs"
        }
        for name in state:
            if name != "needs":
                assert getattr(made.visit, name) == state[name]
        assert set(made.visit.needs) == set(state["needs"])
        derived = {
            name
            for name in ("summary", "to_complete")
            if getattr(record, name) != getattr(made.visit, name)
        }
        written = outbox_after(desk, seq)
        assert written.pop(("visit", record.visit_id), set()) == changed | derived
        assert {table for table, _ in written} <= {"matter", "visit_need"}
        assert made.visit.arrived_at == began.arrived_at
        assert made.visit.query_code == began.query_code
        assert made.visit.persons == began.persons
        record = made.visit
    if is_undone:
        for made in reversed(done):
            if made.applied:
                take_back(desk.database, desk.clerk, made, reason="撤销")
        again = read(desk, began)
        assert replace(again, needs=()) == replace(began, needs=())
        assert set(again.needs) == set(began.needs)
    with desk.database.read() as session:
        assert session.scalar(select(Visit.stream).where(Visit.id == began.visit_id)) == 10
