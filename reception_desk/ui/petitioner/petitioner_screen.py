"""来访人屏幕: shows what the clerk releases, takes the answer, and is neutral again.

Whatever interrupts (the lock, another visitor, an edit, a screen that goes away) takes the words
off and loses no answer: what is not answered is released anew.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, auto

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication, QWidget

from reception_desk.records.evaluation import Opinion
from reception_desk.records.read_back import ReadBack
from reception_desk.records.signature import SignatureInput
from reception_desk.ui.petitioner.window import PetitionerWindow
from reception_desk.ui.tokens import Colour

THANKS_MS = 6000
EVALUATION_MS = 90_000
"""Who has not answered by then is not asked any longer."""

Keep = Callable[[Opinion], str]
"""Keeps an evaluation; returns "", or what went wrong, for the petitioner's eyes alone."""


class Answer(StrEnum):
    """What the petitioner pressed."""

    NOTICE_READ = auto()
    READ_ALOUD = auto()
    RIGHT = auto()
    WRONG = auto()
    SIGNED = auto()
    ON_PAPER = auto()
    EVALUATION_OVER = auto()


_SAID = {
    Answer.NOTICE_READ: ("谢谢", "请继续和窗口工作人员谈。", "done"),
    Answer.READ_ALOUD: ("请稍等", "工作人员会读给您听。", "reception"),
    Answer.RIGHT: ("已记下您的确认", "之后仍可以随时要求更正。", "done"),
    Answer.SIGNED: ("谢谢，已收到您的签名", "之后仍可以随时要求更正。", "done"),
    Answer.ON_PAPER: ("请在纸上签名", "工作人员会把登记单交给您，用笔签就行。", "edit"),
    Answer.EVALUATION_OVER: ("谢谢您", "祝您一切顺利。", "done"),
    Answer.WRONG: ("请告诉工作人员哪里不对", "改好以后，会再请您核对。", "edit"),
}


@dataclass(frozen=True, slots=True)
class Released:
    """What is in sight for which tab; `digest` is that of the words read back.

    `signature` comes with the answer of who signed.
    """

    key: str
    digest: str = ""
    signature: SignatureInput | None = None


class PetitionerScreen(QObject):
    """Signals: `answered(Released, Answer)`; `withdrawn(Released)`: taken off without an answer;
    `lost(Released)`: the screen went away under it.
    """

    answered = Signal(object, object)
    withdrawn = Signal(object)
    lost = Signal(object)

    def __init__(self, screen_name: str, desk_window: QWidget, hall: Callable[[], str]) -> None:
        super().__init__()
        self._name = screen_name
        self._hall = hall
        self.released: Released | None = None
        self.window: PetitionerWindow | None = None
        self._keep: Keep | None = None
        self._thanks = QTimer(self, interval=THANKS_MS, singleShot=True)
        self._thanks.timeout.connect(self.show_welcome)
        self._patience = QTimer(self, interval=EVALUATION_MS, singleShot=True)
        self._patience.timeout.connect(self._end_unanswered)
        if screen_name:
            self._furnish(desk_window)

    @property
    def is_set_up(self) -> bool:
        """Whether a screen is named for it at all."""
        return self.window is not None

    @property
    def is_in_sight(self) -> bool:
        """Whether the petitioner can see it now."""
        return self.window is not None and self.window.isVisible()

    def begin(self) -> None:
        """Come up with the welcome, once the desk's own window stands."""
        self.show_welcome()
        if self.window is not None:
            self.window.place()

    def release_notice(self, key: str, sections: Sequence[tuple[str, Sequence[str]]]) -> bool:
        """Show the privacy notice; say whether it can be seen."""
        if self.window is None or not self._take(Released(key)):
            return False
        self.window.notice.show_notice(sections)
        self.window.bring(self.window.notice)
        return True

    def release_words(self, key: str, words: ReadBack) -> bool:
        """Show what was written down; say whether it can be seen."""
        if self.window is None or not self._take(Released(key, words.digest)):
            return False
        self.window.read_back.show_words(words)
        self.window.bring(self.window.read_back)
        return True

    def release_signing(self, key: str, words: ReadBack) -> bool:
        """Show the words with the pad; say whether they can be seen."""
        if self.window is None or not self._take(Released(key, words.digest)):
            return False
        self.window.signing.show_words(words)
        self.window.bring(self.window.signing)
        return True

    def release_evaluation(self, key: str, keep: Keep) -> bool:
        """Offer the evaluation; say whether it can be seen. The answer goes to `keep` alone."""
        if self.window is None or not self._take(Released(key)):
            return False
        self._keep = keep
        self.window.bring(self.window.evaluation)
        self._patience.start()
        return True

    def withdraw(self) -> None:
        """Take off whatever is in sight."""
        released = self.released
        self.show_welcome()
        if released is not None:
            self.withdrawn.emit(released)

    def show_welcome(self) -> None:
        """Be neutral: nothing of a visit is left in the window."""
        self.released = None
        self._thanks.stop()
        self._patience.stop()
        self._keep = None
        if self.window is not None:
            self.window.welcome.say(self._hall(), "欢迎您。请对窗口工作人员说您要反映的事。")
            self._empty(self.window)
            self.window.bring(self.window.welcome)

    def close(self) -> None:
        """Let the window go with the desk."""
        self.show_welcome()
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None

    def _furnish(self, desk_window: QWidget) -> None:
        self.window = window = PetitionerWindow(self._name, desk_window)
        window.left.connect(self._lose)
        window.notice.read.connect(lambda: self._answer(Answer.NOTICE_READ))
        window.notice.reading_asked.connect(lambda: self._answer(Answer.READ_ALOUD))
        window.read_back.confirmed.connect(lambda: self._answer(Answer.RIGHT))
        window.read_back.correction_asked.connect(lambda: self._answer(Answer.WRONG))
        window.signing.signed.connect(self._take_signature)
        window.signing.paper_chosen.connect(lambda: self._answer(Answer.ON_PAPER))
        window.evaluation.answered.connect(self._take_evaluation)
        window.evaluation.declined.connect(lambda: self._answer(Answer.EVALUATION_OVER))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.screenAdded.connect(self._return)

    def _take(self, released: Released) -> bool:
        """Put what was in sight before aside for this."""
        self.withdraw()
        if self.window is None or not self.window.place():
            return False
        self.released = released
        return True

    def _answer(self, answer: Answer) -> None:
        """Thank, take the words off, and tell the clerk's page. A second press is none."""
        released, window = self.released, self.window
        if released is None or window is None:
            return
        self.released = None
        self._patience.stop()
        self._keep = None
        head, below, icon = _SAID[answer]
        role = Colour.OK if icon == "done" else Colour.ACCENT
        window.said.say(head, below, icon=icon, role=role)
        window.bring(window.said)
        self._empty(window)
        self._thanks.start()
        self.answered.emit(released, answer)

    def _take_signature(self, signature: SignatureInput) -> None:
        if self.released is not None:
            self.released = replace(self.released, signature=signature)
            self._answer(Answer.SIGNED)

    def _take_evaluation(self, opinion: Opinion) -> None:
        keep, self._keep = self._keep, None
        if self.released is None or keep is None:
            return
        trouble = keep(opinion)
        self._answer(Answer.EVALUATION_OVER)
        if trouble and self.window is not None:
            self.window.said.say(trouble, "", icon="info", role=Colour.ACCENT)

    def _end_unanswered(self) -> None:
        """Nobody answered: nothing is filled in, and the screen is neutral again."""
        released = self.released
        self.show_welcome()
        if released is not None:
            self.answered.emit(released, Answer.EVALUATION_OVER)

    def _lose(self) -> None:
        released = self.released
        self.show_welcome()
        if released is not None:
            self.lost.emit(released)

    def _return(self, screen: QScreen) -> None:
        """The screen came back: neutral, whatever stood there before."""
        if screen.name() == self._name and self.window is not None:
            self.show_welcome()
            # its size is settled once Qt has taken it in
            QTimer.singleShot(0, self.window, self.window.place)

    @staticmethod
    def _empty(window: PetitionerWindow) -> None:
        for view in (window.notice, window.read_back):
            view.words.clear()
        window.signing.let_go()
        window.evaluation.let_go()
        window.read_back.say("请核对记录", "")
