"""Long work on the screen: how much is done, how long it still takes, and a way to stop it."""

import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from reception_desk.ui.tasks import Progress
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.labels import ElidedLabel, label


def estimate(done: int, total: int, seconds: float) -> str:
    """Return how long the rest will take in words, or nothing before that can be said."""
    if done <= 0 or total <= 0 or done >= total:
        return ""
    left = round(seconds / done * (total - done))
    if left < 60:
        return f"约还需 {max(left, 1)} 秒"
    return f"约还需 {round(left / 60)} 分钟"


class WorkProgress(QWidget):
    """A bar with a count, an estimate and 取消; hidden while nothing runs."""

    cancel_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._started = 0.0
        self._what = self._unit = ""
        self._words = ElidedLabel()
        self._count = label("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("进度")
        self._cancel = Button("取消", self.cancel_asked.emit)
        words = QHBoxLayout()
        words.addWidget(self._words, 1)
        words.addWidget(self._count)
        left = QVBoxLayout()
        left.setSpacing(5)
        left.addLayout(words)
        left.addWidget(self._bar)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addLayout(left, 1)
        whole.addWidget(self._cancel)
        self.hide()

    def start(self, what: str, unit: str = "") -> None:
        """Appear and say what is being done, and in which unit it is counted."""
        self._started = time.monotonic()
        self._what, self._unit = what, f" {unit}" if unit else ""
        self._cancel.setEnabled(True)
        self.show_progress(Progress(0, 0))
        self.show()

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is."""
        self._words.setText(" · ".join(part for part in (self._what, progress.note) if part))
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        rest = estimate(progress.done, progress.total, time.monotonic() - self._started)
        count = f"{progress.done} / {progress.total}{self._unit}" if progress.total else ""
        self._count.setText(" · ".join(part for part in (count, rest) if part))

    def stop(self) -> None:
        """Disappear."""
        self.hide()
