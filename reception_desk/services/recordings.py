"""录音录像: a finished one put on record by its manifest, opened for a reason, kept by the rules.

The files stay on the recorder's disk. Nothing is put on record that nobody had allowed.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from re import fullmatch
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now, whole_milliseconds
from reception_desk.models.organisation import AccountRole
from reception_desk.models.recording import Recording, RecordingAct
from reception_desk.models.rows import add_row
from reception_desk.records.actor import Actor
from reception_desk.records.recordings import (
    KeepingEvent,
    KeepingInput,
    KeepingRecord,
    ManifestSummary,
    RecordingRecord,
    RecordingUse,
)
from reception_desk.rules.permissions import Action
from reception_desk.rules.recording_consent import Permitted
from reception_desk.rules.recording_keeping import keeping, open_parts, overlapping, why_not
from reception_desk.rules.session_transition import SessionState
from reception_desk.rules.wording import clean_line
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.confidentiality import may_open
from reception_desk.services.matter_cases import roles_at
from reception_desk.services.permissions import require
from reception_desk.services.recording_consents import permitted_at
from reception_desk.services.session_cases import SessionCase, names_of, open_session

_BEFORE_READING = frozenset({SessionState.IN_SESSION, SessionState.BROKEN_OFF, SessionState.ENDED})
_COUNTED = ("segments", "seconds", "size", "gaps")
_COPIED = ("event", "occurred_at", "after_id", "from_second", "to_second", "answers_id",
           "document_id")  # fmt: skip


def register_recording(
    database: Database, actor: Actor, session_id: str, summary: ManifestSummary
) -> str:
    """Put a finished recording on record and return its key.

    Registering the same root hash again returns the same key. Raises `InvalidInputError` for a
    manifest that is not whole, that lies outside of the session, or that nobody had allowed.
    """
    require(actor, Action.HOLD_VIDEO_SESSION)
    with database.write() as session:
        case = open_session(session, actor, session_id)
        held = session.scalars(
            select(Recording).where(
                Recording.session_id == session_id, Recording.root_hash == summary.root_hash
            )
        ).first()
        if held is not None:
            return held.id
        if why := _bad_manifest(summary) or _not_allowed(session, case, summary):
            raise InvalidInputError(why, saved="录音录像没有登记，文件没有改动。")
        recording_id = add_row(
            session,
            Recording,
            **by(actor, stream=case.stream),
            session_id=session_id,
            folder=clean_line(summary.folder).text,
            root_hash=summary.root_hash,
            has_picture=summary.has_picture,
            began_at=whole_milliseconds(summary.began_at),
            ended_at=whole_milliseconds(summary.ended_at),
            software=clean_line(summary.software).text or None,
            **{name: getattr(summary, name) for name in _COUNTED},
        )
        audit.record(session, actor, "register_recording", table="recording", row_id=recording_id)
        return recording_id


def open_recording(
    database: Database,
    actor: Actor,
    recording_id: str,
    *,
    reason: str,
    use: RecordingUse = RecordingUse.VIEW,
    from_second: int = 0,
    to_second: int | None = None,
) -> RecordingRecord:
    """Return where a recording lies so that a part can be looked at, copied or given out; audited.

    Raises `InvalidInputError` without a reason, for a part that is sealed, or one disposed of.
    """
    require(actor, Action.VIEW_RECORDING)
    with database.write() as session:
        recording = recording_in(session, actor, recording_id)
        if not (why := clean_line(reason).text):
            raise InvalidInputError(f"{use.label}录音录像要写明理由。")
        last = recording.summary.span_seconds if to_second is None else to_second
        kept = keeping(recording)
        if kept.disposed is not None:
            raise InvalidInputError("这份录音录像已经销毁。", advice="可以查看销毁证明。")
        if overlapping(kept, from_second, last):
            raise InvalidInputError(
                f"这一段已经封存，不能{use.label}。", advice="请选择其他片段，或者由局领导解封。"
            )
        audit.record(
            session, actor, "view_recording", table="recording", row_id=recording_id, reason=why,
            detail=f"{use}:{from_second}-{last}",
        )  # fmt: skip
        return recording


def view_recording(
    database: Database, actor: Actor, recording_id: str, *, reason: str
) -> tuple[tuple[int, int], ...]:
    """Return the parts, in seconds, that may be looked at: all but the sealed ones; audited.

    Raises `InvalidInputError` without a reason, for one sealed whole, or one disposed of.
    """
    require(actor, Action.VIEW_RECORDING)
    with database.write() as session:
        recording = recording_in(session, actor, recording_id)
        if not (why := clean_line(reason).text):
            raise InvalidInputError("查阅录音录像要写明理由。")
        kept = keeping(recording)
        if kept.disposed is not None:
            raise InvalidInputError("这份录音录像已经销毁。", advice="可以查看销毁证明。")
        parts = open_parts(kept, recording.summary.span_seconds)
        if not parts:
            raise InvalidInputError("这份录音录像全部封存，不能查阅。", advice="请由局领导解封。")
        spans = ",".join(f"{first}-{last}" for first, last in parts)
        audit.record(
            session, actor, "view_recording", table="recording", row_id=recording_id, reason=why,
            detail=f"{RecordingUse.VIEW}:{spans}",
        )  # fmt: skip
        return parts


def keep_recording(database: Database, actor: Actor, recording_id: str, act: KeepingInput) -> str:
    """Record an act of keeping and return its key: retention, hold, seal, disposal asked or not.

    That the files are gone is recorded by `recording_disposal` alone. Raises `InvalidInputError`
    for what the rules do not allow.
    """
    if act.event is KeepingEvent.DISPOSED:
        raise InvalidInputError("销毁要和销毁证明一起记录。")
    with database.write() as session:
        return keep_in(session, actor, recording_id, act)


def keep_in(session: Session, actor: Actor, recording_id: str, act: KeepingInput) -> str:
    """Do `keep_recording` within the caller's unit of work."""
    recording = recording_in(session, actor, recording_id)
    row = session.get_one(Recording, recording_id)
    now_kept = keeping(recording)
    record = KeepingRecord(
        act_id="",
        event=act.event.value,
        day=local_day(actor),
        occurred_at=now(),
        author_id=actor.account_id,
        roles=actor.roles,
        after_id=now_kept.last_act_id,
        reason=clean_line(act.reason).text,
        retention=act.retention.value if act.retention else "",
        from_second=act.from_second,
        to_second=act.to_second,
        answers_id=act.answers_id,
        document_id=act.document_id,
    )
    if why := why_not(now_kept, record, recording):
        raise InvalidInputError(why, saved="录音录像没有改动。")
    act_id = add_row(
        session,
        RecordingAct,
        **by(actor, stream=row.stream),
        recording_id=recording_id,
        reason=record.reason,
        retention=record.retention or None,
        **{name: getattr(record, name) for name in _COPIED},
    )
    audit.record(
        session, actor, "keep_recording", table="recording", row_id=recording_id, detail=act.event
    )
    return act_id


def local_day(actor: Actor) -> date:
    """Return the day at the actor's desk."""
    return now().astimezone(ZoneInfo(actor.desk.zone)).date()


def recordings_of(database: Database, actor: Actor, session_id: str) -> tuple[RecordingRecord, ...]:
    """Return the recordings of a session; raises `DeskError` for one that may not be seen."""
    with database.read() as session:
        case = open_session(session, actor, session_id)
        return recordings_in(session, case, actor)


def recordings_in(session: Session, case: SessionCase, actor: Actor) -> tuple[RecordingRecord, ...]:
    """Return the recordings of an opened session within the caller's unit of work."""
    rows = session.scalars(
        select(Recording)
        .where(Recording.session_id == case.session_id)
        .order_by(Recording.began_at, Recording.id)
    ).all()
    return _records(session, rows, ZoneInfo(actor.desk.zone))


def folders_left(session: Session, actor: Actor, recording_ids: Collection[str]) -> list[str]:
    """Return the folders of those recordings whose files have not been disposed of."""
    rows = session.scalars(
        select(Recording).where(Recording.id.in_(recording_ids)).order_by(Recording.id)
    ).all()
    records = _records(session, rows, ZoneInfo(actor.desk.zone))
    return [one.summary.folder for one in records if keeping(one).disposed is None]


def recording_in(session: Session, actor: Actor, recording_id: str) -> RecordingRecord:
    """Return one recording; one that may not be seen is answered like one that is not there."""
    row = session.get(Recording, recording_id)
    if row is None or not may_open(actor, row):
        raise DeskError("没有找到这份录音录像。", advice="它可能还没有同步到本机。")
    (record,) = _records(session, [row], ZoneInfo(actor.desk.zone))
    return record


def _records(
    session: Session, rows: Collection[Recording], zone: ZoneInfo
) -> tuple[RecordingRecord, ...]:
    acts = _acts(session, [row.id for row in rows], zone)
    return tuple(
        RecordingRecord(
            recording_id=row.id,
            session_id=row.session_id,
            summary=ManifestSummary(
                folder=row.folder,
                root_hash=row.root_hash,
                has_picture=row.has_picture,
                began_at=row.began_at,
                ended_at=row.ended_at,
                software=row.software or "",
                **{name: getattr(row, name) for name in _COUNTED},
            ),
            registered_at=row.created_at,
            desk_id=row.desk_id,
            ended_on=row.ended_at.astimezone(zone).date(),
            acts=tuple(acts[row.id]),
        )
        for row in rows
    )


def _acts(
    session: Session, recording_ids: Collection[str], zone: ZoneInfo
) -> dict[str, list[KeepingRecord]]:
    rows = session.scalars(
        select(RecordingAct)
        .where(RecordingAct.recording_id.in_(recording_ids))
        .order_by(RecordingAct.id)
    ).all()
    authors = {row.created_by for row in rows if row.created_by}
    names = names_of(session, authors)
    held: dict[str, list[AccountRole]] = defaultdict(list)
    for role in session.scalars(select(AccountRole).where(AccountRole.account_id.in_(authors))):
        held[role.account_id].append(role)
    found: dict[str, list[KeepingRecord]] = defaultdict(list)
    for row in rows:
        day = row.created_at.astimezone(zone).date()
        found[row.recording_id].append(
            KeepingRecord(
                **{name: getattr(row, name) for name in _COPIED},
                act_id=row.id,
                day=day,
                author_id=row.created_by,
                author_name=names.get(row.created_by or "", ""),
                roles=roles_at(held[row.created_by or ""], row.created_at, day),
                reason=row.reason or "",
                retention=row.retention or "",
            )
        )
    return found


def _bad_manifest(summary: ManifestSummary) -> str:
    if not fullmatch("[0-9a-f]{64}", summary.root_hash):
        return "清单的校验码不完整。"
    if not summary.folder.strip():
        return "请写明录音录像所在的文件夹。"
    is_counted = all(getattr(summary, name) >= 0 for name in _COUNTED)
    if not is_counted or not summary.segments or summary.ended_at <= summary.began_at:
        return "清单里的段数、长度或者起止时间不对。"
    return ""


def _not_allowed(session: Session, case: SessionCase, summary: ManifestSummary) -> str:
    standing = case.standing()
    if standing.state not in _BEFORE_READING:
        return "笔录已经宣读，请先记“更正笔录”再登记，使校验码印在笔录上。"
    is_within = any(
        part.began_at <= summary.began_at and (part.ended_at or now()) >= summary.began_at
        for part in standing.parts
    )
    if not is_within:
        return "录音录像的时间不在接访的起止时间以内。"
    allowed = permitted_at(session, case, standing, summary.began_at)
    if allowed is Permitted.NOTHING:
        return "开始录制时没有得到在场各人的同意，不能登记（《个人信息保护法》第十四条）。"
    if summary.has_picture and allowed is not Permitted.PICTURE_AND_SOUND:
        return "有人只同意录音，不能登记录像（《个人信息保护法》第十四条）。"
    return ""
