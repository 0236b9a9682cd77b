"""An entry of the log while it is being typed; it keeps the moment at which it was begun."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from reception_desk.records.actor import Actor
from reception_desk.records.identifiers import new_id
from reception_desk.records.promises import PromiseInput
from reception_desk.records.session_log import NoteInput, NoteKind
from reception_desk.services.drafts import DraftRecord

PAGE = "video_session"
_FREE_OF_WORDS = frozenset({NoteKind.REST, NoteKind.RESUMED})


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """What is typed so far. `said_at` is when its key was struck, `correction_of` the entry it
    puts right; `unit_id`, `owner` and `due_on` are of a promise, `shown` the hash of an exhibit.
    """

    key: str
    kind: NoteKind
    said_at: datetime
    text: str = ""
    speaker: str = ""
    shown: str = ""
    unit_id: str = ""
    owner: str = ""
    due_on: date | None = None
    correction_of: str = ""

    @classmethod
    def begin(cls, kind: NoteKind, said_at: datetime, speaker: str = "") -> "EntryDraft":
        """Return an entry that begins now."""
        return cls(new_id(), kind, said_at, speaker=speaker)

    @property
    def has_words(self) -> bool:
        """Whether something would be lost without it."""
        return bool(self.text.strip() or self.owner or self.unit_id or self.shown)

    @property
    def is_promise(self) -> bool:
        """Whether owner and day are needed."""
        return self.kind is NoteKind.PROMISE and not self.correction_of

    @property
    def is_exhibit(self) -> bool:
        """Whether something shown is needed."""
        return self.kind is NoteKind.EVIDENCE and not self.correction_of

    @property
    def needs_words(self) -> bool:
        """Whether it says nothing without words."""
        return self.kind not in _FREE_OF_WORDS or bool(self.correction_of)

    def note(self) -> NoteInput:
        """Return the entry as the log takes it."""
        return NoteInput(
            self.kind,
            self.text.strip(),
            said_at=self.said_at,
            participant_id=self.speaker or None,
            shown_sha256=(self.shown or None) if self.is_exhibit else None,
            correction_of=self.correction_of or None,
        )

    def promise(self) -> PromiseInput | None:
        """Return the duty that a 承诺 makes, None for every other entry."""
        if not self.is_promise:
            return None
        return PromiseInput(self.text.strip(), self.unit_id, self.owner.strip(), self.due_on)

    def again(self, said_at: datetime, kind: NoteKind) -> "EntryDraft":
        """Return it as another kind begun at another moment: nothing was typed yet."""
        return replace(self, said_at=said_at, kind=kind, correction_of="")


def record_of(actor: Actor, session_id: str, drafts: Sequence[EntryDraft]) -> DraftRecord:
    """Return the entries being typed as the database keeps them."""
    return DraftRecord(
        draft_id(actor, session_id),
        0,
        {"page": PAGE, "session": session_id, "entries": [_values(one) for one in drafts]},
    )


def draft_id(actor: Actor, session_id: str) -> str:
    """Return the key under which one person's entries of one session are kept."""
    return str(uuid5(UUID(session_id), actor.account_id))


def drafts_of(content: dict[str, Any]) -> list[EntryDraft]:
    """Return the entries that were kept."""
    return [_draft(values) for values in content["entries"]]


def _values(draft: EntryDraft) -> dict[str, Any]:
    due = draft.due_on.isoformat() if draft.due_on else ""
    return asdict(draft) | {"said_at": draft.said_at.isoformat(), "due_on": due}


def _draft(values: dict[str, Any]) -> EntryDraft:
    given = values | {
        "kind": NoteKind(values["kind"]),
        "said_at": datetime.fromisoformat(values["said_at"]),
        "due_on": date.fromisoformat(values["due_on"]) if values["due_on"] else None,
    }
    return EntryDraft(**given)
