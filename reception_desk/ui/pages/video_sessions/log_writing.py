"""From the line to the log: entries are kept while typed, written in their lane, never lost."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.session_log import NoteInput, NoteKind
from reception_desk.services import drafts
from reception_desk.services.drafts import DraftRecord
from reception_desk.services.session_log import is_written, write_note
from reception_desk.ui.draft_keeper import DraftKeeper
from reception_desk.ui.pages.video_sessions.log_draft import (
    PAGE,
    EntryDraft,
    draft_id,
    drafts_of,
    record_of,
)
from reception_desk.ui.pages.video_sessions.log_entry import EntryLine
from reception_desk.ui.workplace import Workplace

LANE = "session log"


class LogWriting(QObject):
    """Signal `written(note id)`: an entry is on record.

    An entry stays among the drafts until the log has it; one that was refused comes back to the
    line, or waits where another is being typed.
    """

    written = Signal(str)

    def __init__(self, work: Workplace, line: EntryLine) -> None:
        super().__init__(line)
        self._work = work
        self._line = line
        self._session_id = ""
        self.waiting: list[EntryDraft] = []
        self._sent: list[EntryDraft] = []
        self._keeper = DraftKeeper(work, self._record, self)
        self._keeper.failed.connect(line.bar.say_error)
        line.typed.connect(self._keeper.keep_soon)
        line.aside.connect(self._put_aside)
        line.dropped.connect(lambda _draft: self.keep())
        line.finished.connect(self.write)
        line.resumed.connect(
            lambda moment: self._send_note(NoteInput(NoteKind.RESUMED, said_at=moment))
        )
        line.waiting_asked.connect(self._go_back_to)

    def open(self, session_id: str) -> None:
        """Take up another session with what was being typed of it."""
        self.keep()
        self._session_id = session_id
        self._sent = []
        kept = drafts.open_drafts(self._work.database, self._work.actor, PAGE)
        own = draft_id(self._work.actor, session_id)
        held = next((drafts_of(one.content) for one in kept if one.draft_id == own), [])
        found = [one for one in held if not self._is_on_record(one)]
        self.waiting = found[:-1]
        self._line.show_draft(found[-1] if found else None)
        self._line.show_waiting(self.waiting)
        if len(found) < len(held):
            self.keep()

    def keep(self) -> None:
        """Write the drafts now; what was dropped or written is forgotten."""
        if not self._session_id:
            return
        if self._record() is not None:
            self._keeper.keep()
            return
        own = draft_id(self._work.actor, self._session_id)
        try:
            drafts.discard_draft(self._work.database, self._work.actor, own)
        except DeskError as error:
            self._line.bar.say_error(error)

    def write(self, draft: EntryDraft) -> None:
        """Put an entry on record."""
        self._sent.append(draft)
        self.keep()
        database, actor, session_id = self._work.database, self._work.actor, self._session_id
        self._work.tasks.run(
            LANE,
            self,
            partial(write_note, database, actor, session_id, draft.note(), draft.promise()),
            partial(self._is_written, session_id, draft),
            partial(self._is_refused, session_id, draft),
        )

    def say(self, words: str) -> None:
        """Let the log tell a fact that nobody typed, for example why a recording paused."""
        self._send_note(NoteInput(NoteKind.FACT, words))

    def _send_note(self, note: NoteInput) -> None:
        session_id = self._session_id
        write = partial(_write, self._work.database, self._work.actor, session_id, note)
        done = partial(self._tell, session_id)
        self._work.tasks.run(LANE, self, write, done, self._say_error)

    def _is_on_record(self, draft: EntryDraft) -> bool:
        """Whether the program ended between the write of an entry and the drop of its draft."""
        database, actor = self._work.database, self._work.actor
        return is_written(database, actor, self._session_id, draft.note())

    def _record(self) -> DraftRecord | None:
        """Return all that is not on record yet; what waits first, what is typed last."""
        typed = self._line.draft
        entries = [*self.waiting, *self._sent]
        if typed is not None and (typed.has_words or typed.correction_of):
            entries.append(typed)
        return record_of(self._work.actor, self._session_id, entries) if entries else None

    def _put_aside(self, draft: EntryDraft) -> None:
        self.waiting.append(draft)
        self._line.show_waiting(self.waiting)
        self._keeper.keep_soon()

    def _go_back_to(self, key: str) -> None:
        found = next((one for one in self.waiting if one.key == key), None)
        if found is None:
            return
        self.waiting.remove(found)
        typed = self._line.draft
        if typed is not None and typed.has_words:
            self.waiting.append(typed)
        self._line.show_draft(found)
        self._line.show_waiting(self.waiting)
        self._line.take_focus()

    def _is_written(self, session_id: str, draft: EntryDraft, note_id: str) -> None:
        if session_id == self._session_id:
            self._sent.remove(draft)
            self.keep()
        else:
            self._forget(session_id, draft.key)
        self._tell(session_id, note_id)

    def _forget(self, session_id: str, key: str) -> None:
        """Take an entry out of what is kept of a session that is not open any more."""
        database, actor = self._work.database, self._work.actor
        own = draft_id(actor, session_id)
        for kept in drafts.open_drafts(database, actor, PAGE):
            left = [one for one in drafts_of(kept.content) if one.key != key]
            if kept.draft_id == own and left:
                drafts.save_draft(database, actor, record_of(actor, session_id, left))
            elif kept.draft_id == own:
                drafts.discard_draft(database, actor, own)

    def _tell(self, session_id: str, note_id: str) -> None:
        self.written.emit(note_id)
        self._work.changes.video_session_changed.emit(session_id)

    def _is_refused(self, session_id: str, draft: EntryDraft, error: Exception) -> None:
        if session_id == self._session_id:
            self._sent.remove(draft)
            if self._line.draft is None:
                self._line.show_draft(draft)
            else:
                self._put_aside(draft)
        self._say_error(error)

    def _say_error(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self._line.bar.say_error(error)
        else:
            self._work.messages.show_error(error)


def _write(database: Database, actor: Actor, session_id: str, note: NoteInput) -> str:
    """Runs in the lane."""
    return write_note(database, actor, session_id, note)
