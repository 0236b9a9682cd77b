"""The log of a session: what was said, by whom and when, while it runs or written down after."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.errors import InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now, whole_milliseconds
from reception_desk.models.rows import add_row
from reception_desk.models.video_session import SessionNote
from reception_desk.records.actor import Actor
from reception_desk.records.promises import PromiseInput, PromiseSource
from reception_desk.records.scanning import ScannedPage as ScannedImage
from reception_desk.records.session_log import NoteInput, NoteKind, NoteRecord
from reception_desk.rules.permissions import Action
from reception_desk.rules.session_log import SessionLog, fold_log, refuse_note
from reception_desk.rules.session_standing import SessionStanding
from reception_desk.rules.session_transition import SessionState
from reception_desk.rules.wording import clean_text
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.evidence import is_on_record
from reception_desk.services.files import FileStore
from reception_desk.services.permissions import require
from reception_desk.services.promises import make_promise_in
from reception_desk.services.scans import attach_page
from reception_desk.services.session_cases import SessionCase, names_of, open_session

SHOWN = "视频接访出示材料"
"""What pages shown in a session are called among the scans of its visit."""
_WRITABLE = frozenset({SessionState.IN_SESSION, SessionState.BROKEN_OFF, SessionState.ENDED})
# Read without the ORM: a long session has hundreds of entries, and each new one looks at them.
_NOTE_VALUES = select(
    SessionNote.id,
    SessionNote.kind,
    SessionNote.text,
    SessionNote.said_at,
    SessionNote.created_at,
    SessionNote.created_by,
    SessionNote.participant_id,
    SessionNote.shown_sha256,
    SessionNote.ends_id,
    SessionNote.correction_of,
)
UNSAVED = "这条记录还没有保存，您输入的文字还在。"


def write_note(
    database: Database,
    actor: Actor,
    session_id: str,
    note: NoteInput,
    promise: PromiseInput | None = None,
) -> str:
    """Write an entry and return its key; a 承诺 is written together with the duty it makes.

    Raises `InvalidInputError` for an entry that is not whole, a promise without owner or day, or
    a session that has not begun or was read back.
    """
    require(actor, Action.HOLD_VIDEO_SESSION)
    with database.write() as session:
        case = open_session(session, actor, session_id)
        standing = case.standing()
        log = log_in(session, case, standing)
        entry = _cleaned(note, log)
        why = (
            _not_now(standing)
            or _out_of_session(standing, entry)
            or refuse_note(entry, log)
            or _unknown(session, case, entry)
            or _bare_promise(entry, promise)
        )
        if why:
            raise InvalidInputError(why, saved=UNSAVED)
        note_id = add_row(
            session,
            SessionNote,
            **by(actor, stream=case.stream),
            session_id=session_id,
            kind=entry.kind.value,
            text=entry.text,
            said_at=entry.said_at,
            participant_id=entry.participant_id,
            shown_sha256=entry.shown_sha256,
            ends_id=entry.ends_id,
            correction_of=entry.correction_of,
        )
        if promise is not None:
            made = replace(
                promise,
                what=promise.what or entry.text,
                source=PromiseSource.VIDEO_SESSION,
                source_id=session_id,
                note_id=note_id,
            )
            make_promise_in(session, actor, case.matter_id, case.visit_id, made)
        audit.record(
            session, actor, "write_note", table="video_session", row_id=session_id,
            detail=entry.kind,
        )  # fmt: skip
        return note_id


def is_written(database: Database, actor: Actor, session_id: str, note: NoteInput) -> bool:
    """Say whether this very entry of the actor is on record already.

    An entry is known by the moment its key was struck, a correction by what it puts right and its
    words. A program that was killed behind the write finds out by this what not to offer again.
    """
    own = (SessionNote.session_id == session_id, SessionNote.created_by == actor.account_id)
    if note.correction_of is not None:
        text = clean_text(note.text).text.strip()
        this = (SessionNote.correction_of == note.correction_of, SessionNote.text == text)
    elif note.said_at is not None:
        moment = whole_milliseconds(note.said_at)
        this = (SessionNote.said_at == moment, SessionNote.kind == note.kind.value)
    else:
        return False
    with database.read() as session:
        return session.scalar(select(SessionNote.id).where(*own, *this).limit(1)) is not None


def show_picture(
    database: Database,
    files: FileStore,
    actor: Actor,
    note: NoteInput,
    *,
    session_id: str,
    picture: ScannedImage,
) -> str:
    """Put a still picture that is shown on record as a page of the visit, and note it by its hash.

    The page is on record before the entry: an entry never names a file that is not there.
    """
    require(actor, Action.HOLD_VIDEO_SESSION)
    with database.read() as session:
        case = open_session(session, actor, session_id)
        if why := _not_now(case.standing()):
            raise InvalidInputError(why, saved="图像没有保存。")
    page = attach_page(database, files, actor, case.visit_id, picture, title=SHOWN)
    shown = replace(note, kind=NoteKind.EVIDENCE, shown_sha256=page.sha256)
    return write_note(database, actor, session_id, shown)


def log_of(database: Database, actor: Actor, session_id: str) -> SessionLog:
    """Return the log as it is read; raises `DeskError` for a session that may not be seen."""
    with database.read() as session:
        case = open_session(session, actor, session_id)
        return log_in(session, case, case.standing())


def log_in(session: Session, case: SessionCase, standing: SessionStanding) -> SessionLog:
    """Return the log of an opened session within the caller's unit of work."""
    rows = session.execute(_NOTE_VALUES.where(SessionNote.session_id == case.session_id)).all()
    names = names_of(session, {row.created_by for row in rows if row.created_by})
    notes = [
        NoteRecord(
            note_id=row.id,
            kind=row.kind,
            text=row.text,
            said_at=row.said_at,
            written_at=row.created_at,
            author_id=row.created_by,
            author_name=names.get(row.created_by or "", ""),
            participant_id=row.participant_id,
            shown_sha256=row.shown_sha256,
            ends_id=row.ends_id,
            correction_of=row.correction_of,
        )
        for row in rows
    ]
    return fold_log(notes, [part.ended_at for part in standing.parts if part.ended_at])


def _cleaned(note: NoteInput, log: SessionLog) -> NoteInput:
    """A correction keeps the moment, kind and speaker of what it puts right."""
    said_at = whole_milliseconds(note.said_at) if note.said_at else now()
    entry = replace(note, text=clean_text(note.text).text.strip(), said_at=said_at)
    if entry.correction_of is not None:
        known = {one.note.note_id: one.note for one in log.entries}
        if (first := known.get(entry.correction_of)) is not None:
            return replace(
                entry,
                kind=NoteKind(first.kind),
                said_at=first.said_at,
                participant_id=first.participant_id,
                shown_sha256=first.shown_sha256,
            )
        return entry
    if entry.kind is NoteKind.RESUMED and log.open_interruption:
        return replace(entry, ends_id=log.open_interruption.note_id)
    return entry


def _not_now(standing: SessionStanding) -> str:
    if standing.state in _WRITABLE:
        return ""
    label = standing.state.label if standing.state else ""
    return f"现在是“{label}”，不能写记录。要改已宣读的笔录，请先记“更正笔录”。"


def _out_of_session(standing: SessionStanding, entry: NoteInput) -> str:
    if entry.said_at is None or standing.began_at is None:
        return ""
    if entry.said_at < standing.began_at or entry.said_at > (standing.ended_at or now()):
        return "说话的时间不在接访的起止时间以内，请核对。"
    return ""


def _unknown(session: Session, case: SessionCase, entry: NoteInput) -> str:
    if entry.participant_id and not case.facts.participant(entry.participant_id):
        return "说话的人不在参加人名单里。"
    if entry.shown_sha256 and not is_on_record(session, case.matter_id, entry.shown_sha256):
        return "出示的材料还没有归档。"
    return ""


def _bare_promise(entry: NoteInput, promise: PromiseInput | None) -> str:
    """A promise is a duty: without owner and day it is no promise."""
    is_promise = entry.kind is NoteKind.PROMISE and entry.correction_of is None
    if is_promise and promise is None:
        return "承诺要写明责任单位、责任人和办理时限。"
    if promise is not None and not is_promise:
        return "只有“承诺”才形成办理时限。"
    return ""
