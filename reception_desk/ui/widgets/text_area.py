"""Several lines of text with a limit, a counter and a guard against enormous pastes."""

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from reception_desk.ui.theme import set_look
from reception_desk.ui.widgets.labels import label

# From here on a paste is cleaned before it reaches the field: one line of a megabyte stops Qt's
# text layout for seconds.
LARGE_PASTE = 4_000
_FRAME = 18  # border, padding and document margin above and below, px
Clean = Callable[[str], str]


class _Edit(QPlainTextEdit):
    """The field itself; a large paste is handed over instead of taken in."""

    large_paste = Signal(str)
    lines = 4

    def sizeHint(self) -> QSize:
        height = self.fontMetrics().lineSpacing() * self.lines + _FRAME
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text()
        if len(text) >= LARGE_PASTE:
            self.large_paste.emit(text)
        else:
            self.insertPlainText(text)


class TextArea(QWidget):
    """A text of up to `limit` characters.

    Typing beyond the limit is never cut, only marked, because nothing typed may be lost. A large
    paste goes through `clean`, and no more of it is taken than there is room for; `paste_cut`
    then tells how many characters were pasted and how many taken. Tab leaves the field.
    """

    text_changed = Signal()
    paste_cut = Signal(int, int)

    def __init__(
        self, *, limit: int, lines: int = 4, hint: str = "", clean: Clean | None = None
    ) -> None:
        super().__init__()
        self._limit = limit
        self._clean = clean
        self.edit = _Edit()
        self.edit.lines = lines
        self.edit.setPlaceholderText(hint)
        self.edit.setTabChangesFocus(True)
        self.edit.large_paste.connect(self._take_paste)
        self.edit.textChanged.connect(self._count)
        self._counter = label("", "hint")
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self._counter)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        whole.addWidget(self.edit)
        whole.addLayout(below)
        self.setFocusProxy(self.edit)
        self.edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._count()

    def text(self) -> str:
        """Return what is written."""
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Show a text, the caret at its beginning."""
        self.edit.setPlainText(text)

    @property
    def is_too_long(self) -> bool:
        return self._length() > self._limit

    def setAccessibleName(self, name: str) -> None:
        """Name the field itself, which is what has the focus."""
        super().setAccessibleName(name)
        self.edit.setAccessibleName(name)

    def _length(self) -> int:
        return self.edit.document().characterCount() - 1  # Qt counts the closing paragraph mark

    def _count(self) -> None:
        self._counter.setText(f"{self._length()} / {self._limit}")
        set_look(self._counter, "error" if self.is_too_long else "hint")
        self.text_changed.emit()

    def _take_paste(self, pasted: str) -> None:
        cursor = self.edit.textCursor()
        selected = cursor.selectionEnd() - cursor.selectionStart()
        room = max(self._limit - self._length() + selected, 0)
        taken = (self._clean(pasted) if self._clean else pasted)[:room]
        cursor.insertText(taken)
        if len(taken) < len(pasted):
            self.paste_cut.emit(len(pasted), len(taken))
