"""承诺: none without owner and day, none closed without evidence, none lost between desks."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.promises import PromiseInput, PromiseRecord, ReportKind, ReportRecord
from reception_desk.rules.promises import fold, refuse_promise, refuse_report

DAY = date(2026, 11, 23)
WHOLE = PromiseInput("重新测量", "town", "施某", date(2026, 12, 10))
EVIDENCE = "a" * 64
KEYS = [f"{number:02d}" for number in range(8)]


def report(key: str, kind: str, after: str | None = None, **more: object) -> ReportRecord:
    given_ = ReportRecord(key, kind, "已办", DAY, after, evidence_sha256=EVIDENCE)
    return replace(given_, **more)


REPORTS = st.lists(
    st.builds(
        lambda key, kind, after, proof: report(key, kind, after, evidence_sha256=proof),
        st.sampled_from(KEYS),
        st.sampled_from([*ReportKind, "of_a_later_release"]),
        st.none() | st.sampled_from(KEYS),
        st.none() | st.just(EVIDENCE),
    ),
    unique_by=lambda one: one.report_id,
)


@given(REPORTS, st.randoms(use_true_random=False))
def test_reports_of_two_desks_come_to_the_same_in_any_order(reports, chance):
    shuffled = list(reports)
    chance.shuffle(shuffled)
    assert fold(shuffled) == fold(reports)


@given(REPORTS)
def test_no_report_is_lost_and_none_closes_without_evidence(reports):
    standing = fold(reports)
    assert {one.report_id for one in standing.reports} == {one.report_id for one in reports}
    if not standing.is_open:
        assert standing.evidence_sha256 == EVIDENCE
        assert standing.closed_on == DAY


@given(
    st.sampled_from(["", "重新测量"]),
    st.sampled_from(["", "town"]),
    st.sampled_from(["", "施某"]),
    st.none() | st.dates(date(2026, 11, 1), date(2026, 12, 31)),
)
def test_no_promise_without_what_owner_person_and_a_day_to_come(what, unit, name, due):
    why = refuse_promise(PromiseInput(what, unit, name, due), DAY)
    is_whole = bool(what and unit and name and due and due >= DAY)
    assert (why == "") == is_whole


def test_an_owner_does_not_help_itself():
    assert "协办" in refuse_promise(replace(WHOLE, co_owner_ids=("town",)), DAY)


def test_a_closed_promise_is_opened_again_with_a_reason():
    closed = fold([report("01", ReportKind.CLOSED)])
    assert not closed.is_open
    assert "已经销号" in refuse_report(closed, ReportKind.REPORTED, "又办了", None)
    assert "办理情况" in refuse_report(closed, ReportKind.REOPENED, "", None)
    again = fold([report("01", ReportKind.CLOSED), report("02", ReportKind.REOPENED, "01")])
    assert again.is_open
    assert again.closed_on is None
    assert "没有销号" in refuse_report(again, ReportKind.REOPENED, "再开", None)


def test_the_petitioner_is_called_back_about_a_closed_promise():
    assert "销号以后" in refuse_report(fold([]), ReportKind.CALLED_BACK, "已告知", None)
    told = fold([report("01", ReportKind.CLOSED), report("02", ReportKind.CALLED_BACK, "01")])
    assert told.called_back_on == DAY
    assert (told.closed_on, told.evidence_sha256, told.is_open) == (DAY, EVIDENCE, False)
    again = fold([*told.reports, report("03", ReportKind.REOPENED, "02")])
    assert again.called_back_on is None
    assert again.is_open


def test_of_two_closings_made_apart_one_counts_and_the_other_is_shown():
    standing = fold([report("01", ReportKind.CLOSED), report("02", ReportKind.CLOSED)])
    assert standing.refused == ("02",)
    assert [one.report_id for one in standing.reports] == ["01", "02"]


def test_a_late_one_stays_late():
    promise = PromiseRecord(
        "p", "m", "重新测量", "town", "花园镇", "施某", date(2026, 11, 20), DAY,
        datetime(2026, 11, 10, tzinfo=UTC),
    )  # fmt: skip
    assert fold([]).is_late(promise, DAY)
    assert fold([report("01", ReportKind.CLOSED)]).is_late(promise, date(2026, 11, 1))
    in_time = replace(promise, due_on=DAY)
    assert not fold([report("01", ReportKind.CLOSED)]).is_late(in_time, date(2027, 1, 1))
