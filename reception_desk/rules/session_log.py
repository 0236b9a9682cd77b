"""The log of a session as it is read: entries in the order in which they were said.

Entries are never changed. A correction is an entry of its own beside the one it puts right, and
both stay visible; an entry typed late keeps the moment it was said. So desks that hold the same
rows read the same log.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from reception_desk.records.session_log import NoteInput, NoteKind, NoteRecord

LATE_AFTER = timedelta(minutes=2)
"""An entry written down later than this after it was said is shown as added afterwards."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An entry with its corrections, oldest first; `text` is what holds now."""

    note: NoteRecord
    corrections: tuple[NoteRecord, ...] = ()

    @property
    def text(self) -> str:
        """Return the text of the newest correction, or the entry's own."""
        return self.corrections[-1].text if self.corrections else self.note.text

    @property
    def is_late(self) -> bool:
        """Say whether it was written down well after it was said."""
        return self.note.written_at - self.note.said_at > LATE_AFTER


@dataclass(frozen=True, slots=True)
class Interruption:
    """A pause of the session; without `ended_at` it goes on."""

    note_id: str
    began_at: datetime
    reason: str
    ended_at: datetime | None = None

    @property
    def seconds(self) -> int | None:
        """Return how long it lasted."""
        return int((self.ended_at - self.began_at).total_seconds()) if self.ended_at else None


@dataclass(frozen=True, slots=True)
class SessionLog:
    """`stray` are entries that belong to nothing here yet, or that come second; they are shown."""

    entries: tuple[LogEntry, ...] = ()
    interruptions: tuple[Interruption, ...] = ()
    stray: tuple[NoteRecord, ...] = ()

    @property
    def open_interruption(self) -> Interruption | None:
        """Return the pause that goes on, the latest of several."""
        waiting = [pause for pause in self.interruptions if pause.ended_at is None]
        return waiting[-1] if waiting else None


def fold_log(notes: Iterable[NoteRecord], ends: Sequence[datetime] = ()) -> SessionLog:
    """Return the log of these rows, in whatever order they are given.

    A pause that nobody ended lasts to the next of `ends`, where the session ended.
    """
    known = {note.note_id: note for note in notes}
    ordered = sorted(known.values(), key=_said)
    roots = {note.note_id: _root(note, known) for note in ordered}
    corrections: dict[str, list[NoteRecord]] = {}
    stray: list[NoteRecord] = []
    for note in sorted(known.values(), key=lambda one: one.note_id):
        root = roots[note.note_id]
        if root is None:
            stray.append(note)
        elif root != note.note_id:
            corrections.setdefault(root, []).append(note)
    entries = [
        LogEntry(note, tuple(corrections.get(note.note_id, ())))
        for note in ordered
        if roots[note.note_id] == note.note_id
    ]
    pauses, doubled = _interruptions(entries, ends)
    return SessionLog(tuple(entries), pauses, tuple(sorted([*stray, *doubled], key=_said)))


def refuse_note(note: NoteInput, log: SessionLog) -> str:
    """Return the sentence that refuses an entry, "" for a whole one."""
    if not note.text and note.kind not in {NoteKind.REST, NoteKind.RESUMED}:
        return "请写明要点。" if note.kind is not NoteKind.INTERRUPTED else "请写明中断的原因。"
    if note.correction_of is not None:
        known = {entry.note.note_id for entry in log.entries}
        return "" if note.correction_of in known else "没有找到要更正的这条记录。"
    if note.kind is NoteKind.INTERRUPTED and log.open_interruption:
        return "已经在中断中，请先记“恢复”。"
    if note.kind is NoteKind.RESUMED and log.open_interruption is None:
        return "现在没有中断，不用记“恢复”。"
    if note.kind is NoteKind.EVIDENCE and not note.shown_sha256:
        return "请选择出示的是哪一页材料。"
    return ""


def _root(note: NoteRecord, known: Mapping[str, NoteRecord]) -> str | None:
    """Return the entry that a correction of corrections puts right in the end."""
    seen = {note.note_id}
    while note.correction_of is not None:
        if note.correction_of not in known or note.correction_of in seen:
            return None
        note = known[note.correction_of]
        seen.add(note.note_id)
    return note.note_id


def _interruptions(
    entries: Sequence[LogEntry], session_ends: Sequence[datetime]
) -> tuple[tuple[Interruption, ...], list[NoteRecord]]:
    ends: dict[str, NoteRecord] = {}
    doubled = []
    for entry in entries:
        note = entry.note
        if note.kind != NoteKind.RESUMED:
            continue
        if note.ends_id is None or note.ends_id in ends:
            doubled.append(note)
        else:
            ends[note.ends_id] = note
    pauses = []
    for entry in entries:
        if entry.note.kind != NoteKind.INTERRUPTED:
            continue
        end = ends.pop(entry.note.note_id, None)
        began = entry.note.said_at
        over = end.said_at if end else next((at for at in session_ends if at >= began), None)
        pauses.append(
            Interruption(entry.note.note_id, began, entry.text, max(over, began) if over else None)
        )
    return tuple(pauses), [*doubled, *ends.values()]


def _said(note: NoteRecord) -> tuple[datetime, str]:
    return note.said_at, note.note_id
