"""承诺: none without owner and day, none closed without evidence; what its reports come to.

A promise made in a video session or on a leader's day is a duty of a unit towards the petitioner
(条例 Art. 31(6), 34: what is decided is carried out and told). A late one stays late: its day is
never moved.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from reception_desk.records.promises import PromiseInput, PromiseRecord, ReportKind, ReportRecord
from reception_desk.rules.seen_order import in_seen_order

_AFTER_CLOSING = {
    ReportKind.REOPENED: "这项承诺没有销号，不用重新办理。",
    ReportKind.CALLED_BACK: "承诺销号以后再回访。",
}
"""What follows a closing only, with the sentence for a promise that is still open."""


@dataclass(frozen=True, slots=True)
class PromiseStanding:
    """Where a promise stands; `last_report_id` is what the next report follows.

    `called_back_on` is the day on which the petitioner was told what became of it.
    """

    is_open: bool = True
    closed_on: date | None = None
    evidence_sha256: str | None = None
    called_back_on: date | None = None
    reports: tuple[ReportRecord, ...] = ()
    refused: tuple[str, ...] = ()
    last_report_id: str | None = None

    def is_late(self, promise: PromiseRecord, today: date) -> bool:
        """Say whether its day has passed before it was kept."""
        return (self.closed_on or today) > promise.due_on


def refuse_promise(promise: PromiseInput, made_on: date) -> str:
    """Return the sentence that refuses a promise, "" for a whole one."""
    if not promise.what:
        return "请写明承诺了什么。"
    if not promise.owner_unit_id or not promise.owner_name:
        return "承诺要写明责任单位和责任人。"
    if promise.due_on is None:
        return "承诺要写明办理时限。"
    if promise.due_on < made_on:
        return "办理时限早于作出承诺的日期，请核对。"
    if promise.owner_unit_id in promise.co_owner_ids:
        return "责任单位不能同时是协办单位。"
    return ""


def refuse_report(
    standing: PromiseStanding, kind: str, text: str, evidence_sha256: str | None
) -> str:
    """Return the sentence that refuses a report after `standing`, "" where it may follow."""
    if kind not in set(ReportKind):
        return "没有这样的反馈。"
    if not text:
        return "请写明办理情况。"
    if kind in _AFTER_CLOSING:
        return _AFTER_CLOSING[ReportKind(kind)] if standing.is_open else ""
    if not standing.is_open:
        return "这项承诺已经销号。"
    if kind == ReportKind.CLOSED and not evidence_sha256:
        return "销号要有佐证材料：已归档的材料或者已出具的文书。"
    return ""


def fold(reports: Iterable[ReportRecord]) -> PromiseStanding:
    """Return where a promise stands after its reports, in whatever order they are given.

    A report that may not follow (a second closing made apart) stays visible and changes nothing.
    """
    standing = PromiseStanding()
    for report in in_seen_order(reports, lambda one: one.report_id, lambda one: one.after_id):
        standing = _advance(standing, report)
    return standing


def _advance(standing: PromiseStanding, report: ReportRecord) -> PromiseStanding:
    noted = replace(standing, reports=(*standing.reports, report))
    if refuse_report(standing, report.kind, report.text, report.evidence_sha256):
        return replace(noted, refused=(*standing.refused, report.report_id))
    after = replace(noted, last_report_id=report.report_id)
    match report.kind:
        case ReportKind.CLOSED:
            return replace(
                after, is_open=False, closed_on=report.day, evidence_sha256=report.evidence_sha256
            )
        case ReportKind.REOPENED:
            return replace(
                after, is_open=True, closed_on=None, evidence_sha256=None, called_back_on=None
            )
        case ReportKind.CALLED_BACK:
            return replace(after, called_back_on=report.day)
        case _:
            return after
