"""撤销: the corrections of this person since signing in, taken back one by one (Ctrl+Z)."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from reception_desk.errors import DeskError
from reception_desk.rules.corrections import in_words
from reception_desk.services.corrections import Corrected, take_back
from reception_desk.ui.widgets.inline_bar import InlineBar, Level, Link
from reception_desk.ui.workplace import Workplace


class Undoing(QObject):
    """Tells in `bar` what was taken back. Signal `corrected(Corrected)` after each change.

    To take back is a correction of its own with the old values: both stay on record.
    """

    corrected = Signal(object)

    def __init__(self, workplace: Workplace, bar: InlineBar) -> None:
        super().__init__(bar)
        self._work = workplace
        self._bar = bar
        self._done: list[Corrected] = []

    def remember(self, done: Corrected) -> None:
        """Keep a correction that can be taken back."""
        if done.applied:
            self._done.append(done)

    def undo(self) -> None:
        """Take the last correction back, and offer to restore it."""
        if not self._done:
            return
        done = self._done[-1]
        if (undone := self._take_back(done, "撤销更正")) is not None:
            self._done.pop()
            self._tell("已撤销", done, ("恢复", partial(self._restore, undone)))

    def _restore(self, undone: Corrected) -> None:
        if (done := self._take_back(undone, "恢复更正")) is not None:
            self._done.append(done)
            self._tell("已恢复", done, ("撤销", self.undo))

    def _take_back(self, done: Corrected, reason: str) -> Corrected | None:
        try:
            taken = take_back(self._work.database, self._work.actor, done, reason=reason)
        except DeskError as error:
            self._bar.say_error(error)
            return None
        self.corrected.emit(taken)
        return taken

    def _tell(self, what: str, done: Corrected, link: Link) -> None:
        words = f"{what} {done.visit.shown_number} 的登记改动：{in_words(done.applied)}。"
        self._bar.say(Level.INFO, words, [link])
