"""The chosen paper: what the printer said, and what can be done with it."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from reception_desk.records.document import DocumentRecord
from reception_desk.ui.file_opener import FileOpener
from reception_desk.ui.lamps import PAPER_NAMES
from reception_desk.ui.pages.papers.paper_words import copies_of, sentence_of, verb_of
from reception_desk.ui.pages.papers.thumbnail import Thumbnail
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.inline_bar import InlineBar, Level
from reception_desk.ui.widgets.labels import label


class PaperDetail(Card):
    """Signals: `preview_asked`, `print_asked`, `remake_asked`."""

    preview_asked = Signal()
    print_asked = Signal()
    remake_asked = Signal()

    def __init__(self, opener: FileOpener) -> None:
        super().__init__("所选文书")
        self.bar = InlineBar()
        self._opener = opener
        self._values = {name: label("", wraps=True) for name in ("编号", "用纸", "打印", "打印机")}
        self._state = label("", "strong", wraps=True)
        self.thumbnail = Thumbnail()
        self.preview_button = Button("预览", self.preview_asked.emit, icon="eye")
        self.print_button = Button("打印", self.print_asked.emit, look=Look.PRIMARY, icon="print")
        self._arrange()
        self.show_paper(None)

    def show_paper(self, document: DocumentRecord | None) -> None:
        """Show how a paper stands; None when nothing is chosen."""
        for button in (self.preview_button, self.print_button):
            button.setEnabled(document is not None)
        self.set_title(document.title if document else "所选文书")
        if document is None:
            self.thumbnail.show_picture(None)
            self._state.setText("在左边选一份文书。")
            for value in self._values.values():
                value.setText("—")
            return
        self._state.setText(sentence_of(document))
        self._values["编号"].setText(document.number or "—")
        self._values["用纸"].setText(PAPER_NAMES.get(document.paper, document.paper))
        self._values["打印"].setText(copies_of(document) or "还没有")
        self._values["打印机"].setText(document.printer or "—")
        self.print_button.setText(verb_of(document))
        if document.is_stale:
            self.bar.say(
                Level.WARN,
                "做成这份文书后，登记内容修改过。",
                [("按现在的登记重新制作", self.remake_asked.emit)],
            )
        elif "登记内容修改过" in self.bar.text:
            self.bar.clear()

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(self._values.items()):
            grid.addWidget(label(name, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(value, row, 1)
        inner = QWidget()
        inner.setProperty("look", "clear")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (self.bar, self._opener, self._state):
            column.addWidget(part)
        column.addLayout(grid)
        column.addWidget(self.thumbnail, 1)
        area = _DetailArea(inner)
        self.add(area, 1)
        for button in (self.preview_button, self.print_button):
            self.add(button)


class _DetailArea(QScrollArea):
    """Large text and a long message are more than a small screen holds; its width is never cut."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self._inner = inner
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inner)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._inner.minimumSizeHint().width() + bar, 0)
