"""The first reading from the centre, live in the sheet of its lamp: a bar and a count."""

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from reception_desk.records.sync import LinkStatus
from reception_desk.ui.centre_watch import CentreWatch
from reception_desk.ui.lamps import reading_words
from reception_desk.ui.widgets.labels import label


class ReadingBar(QWidget):
    """Follows the reading while it is open; at the end it says so."""

    def __init__(self, centre: CentreWatch) -> None:
        super().__init__()
        self.words = label("", wraps=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("接收进度")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        centre.state_changed.connect(self._show)
        if centre.last is not None:
            self._show(centre.last)

    def _show(self, status: LinkStatus) -> None:
        reading = status.reading
        if reading is None:
            self.bar.setRange(0, 1)
            self.bar.setValue(1)
            self.words.setText("已全部收到。")
            return
        self.bar.setRange(0, reading.total)
        self.bar.setValue(reading.done)
        self.words.setText(reading_words(reading))
