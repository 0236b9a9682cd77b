"""The log of a session in words: a line for each entry, a band for each interruption."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from zoneinfo import ZoneInfo

from reception_desk.records.session_log import NoteKind, NoteRecord
from reception_desk.rules.chinese_dates import day_text
from reception_desk.rules.session_log import Interruption, LogEntry
from reception_desk.services.live_sessions import LiveFile
from reception_desk.services.promises import PromiseNow

_HASH_PART = 8
_KINDS = {kind.value: kind.label for kind in NoteKind}
_PAUSES = frozenset({NoteKind.INTERRUPTED.value, NoteKind.RESUMED.value})


class PartLook(StrEnum):
    """How a part of a line looks: what holds, what was put right, what is added below."""

    PLAIN = auto()
    REPLACED = auto()
    ADDED = auto()


class LineLook(StrEnum):
    """An entry, a promise, something disputed, an interruption, or one that has no place."""

    ENTRY = auto()
    PROMISE = auto()
    DISPUTE = auto()
    BAND = auto()
    STRAY = auto()


@dataclass(frozen=True, slots=True)
class LogPart:
    """Words below each other within a line."""

    words: str
    look: PartLook = PartLook.PLAIN


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line; `note_id` is the entry that can be put right, "" for none. `text` holds now."""

    when: str
    kind: str
    speaker: str
    parts: tuple[LogPart, ...]
    look: LineLook = LineLook.ENTRY
    note_id: str = ""
    text: str = ""

    @property
    def spoken(self) -> str:
        """Return the whole line for a screen reader and for copying."""
        words = "；".join(part.words for part in self.parts)
        return " ".join(filter(None, (self.when, self.kind, self.speaker, words)))


def log_lines(file: LiveFile, zone: ZoneInfo) -> list[LogLine]:
    """Return the log as it is read, in the order in which things were said."""
    promises = {one.promise.note_id: one for one in file.promises if one.promise.note_id}
    pauses = {pause.note_id: pause for pause in file.log.interruptions}
    lines = []
    for entry in file.log.entries:
        pause = pauses.get(entry.note.note_id)
        if pause is not None:
            lines.append(_band(pause, entry, zone))
        elif entry.note.kind not in _PAUSES:
            lines.append(_line(file, entry, promises.get(entry.note.note_id), zone))
    return [*lines, *(_stray(file, note, zone) for note in file.log.stray)]


def clock_text(moment: datetime, zone: ZoneInfo) -> str:
    """Return the time of day to the second, as a log has it."""
    return f"{moment.astimezone(zone):%H:%M:%S}"


def speaker_words(file: LiveFile, participant_id: str | None) -> str:
    """Return who spoke: a petitioner by name, everybody else by post and name."""
    who = file.case.facts.participant(participant_id)
    return f"{who.post}{who.name}" if who else ""


def _line(file: LiveFile, entry: LogEntry, promise: PromiseNow | None, zone: ZoneInfo) -> LogLine:
    note = entry.note
    looks = {NoteKind.PROMISE.value: LineLook.PROMISE, NoteKind.DISPUTE.value: LineLook.DISPUTE}
    return LogLine(
        when=clock_text(note.said_at, zone),
        kind=_KINDS.get(note.kind, note.kind),
        speaker=speaker_words(file, note.participant_id),
        parts=tuple(_parts(entry, promise, zone)),
        look=looks.get(note.kind, LineLook.ENTRY),
        note_id=note.note_id,
        text=entry.text,
    )


def _parts(entry: LogEntry, promise: PromiseNow | None, zone: ZoneInfo) -> Iterator[LogPart]:
    note = entry.note
    yield LogPart(note.text, PartLook.REPLACED if entry.corrections else PartLook.PLAIN)
    for at, correction in enumerate(entry.corrections):
        is_last = at == len(entry.corrections) - 1
        words = f"{clock_text(correction.written_at, zone)} 更正：{correction.text}"
        yield LogPart(words, PartLook.PLAIN if is_last else PartLook.REPLACED)
    if promise is not None:
        made = promise.promise
        owner = f"{made.owner_unit} {made.owner_name}"
        yield LogPart(f"{owner}，{day_text(made.due_on)}前", PartLook.ADDED)
    if note.shown_sha256:
        yield LogPart(f"校验码 {note.shown_sha256[:_HASH_PART]}", PartLook.ADDED)
    if entry.is_late:
        yield LogPart(f"{clock_text(note.written_at, zone)} 补记", PartLook.ADDED)


def _band(pause: Interruption, entry: LogEntry, zone: ZoneInfo) -> LogLine:
    ended = "还没有恢复"
    if pause.ended_at is not None and pause.seconds is not None:
        minutes, seconds = divmod(pause.seconds, 60)
        length = f"{minutes} 分 {seconds} 秒" if minutes else f"{seconds} 秒"
        ended = f"{clock_text(pause.ended_at, zone)} 恢复，{length}"
    return LogLine(
        when=clock_text(pause.began_at, zone),
        kind=NoteKind.INTERRUPTED.label,
        speaker="",
        parts=(LogPart(pause.reason), LogPart(ended, PartLook.ADDED)),
        look=LineLook.BAND,
        note_id=entry.note.note_id,
        text=entry.text,
    )


def _stray(file: LiveFile, note: NoteRecord, zone: ZoneInfo) -> LogLine:
    """An entry whose place did not come with the sync, or that says what another said before."""
    return LogLine(
        when=clock_text(note.said_at, zone),
        kind=_KINDS.get(note.kind, note.kind),
        speaker=speaker_words(file, note.participant_id),
        parts=(
            LogPart(note.text or "（没有文字）"),
            LogPart("与其他记录对不上，原样保留", PartLook.ADDED),
        ),
        look=LineLook.STRAY,
    )
