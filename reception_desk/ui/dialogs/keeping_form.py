"""An act of keeping a recording: its reason, and the period or the part where one is asked."""

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from reception_desk.records.recordings import KeepingEvent, KeepingInput, RetentionClass
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.buttons import Look
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.text_area import TextArea

_LONGEST = 1000
_CLOCK = re.compile(r"(?:(?:(\d{1,2})[:：])?(\d{1,3})[:：])?(\d{1,5})")
_WORDS = {
    KeepingEvent.RETAINED: "依法删除的，选“依法不再保存”，销毁仍须两人办理。",
    KeepingEvent.HELD: "复查复核、诉讼、审计等需要时暂停；暂停期间不能销毁。",
    KeepingEvent.RELEASED: "解除以后，期满可以销毁。",
    KeepingEvent.SEALED: "封存以后，这一段谁也看不到、听不到，也不能导出；解封须由局领导办理。",
    KeepingEvent.UNSEALED: "解封以后，有权查阅的人员可以看到这一段。",
    KeepingEvent.DISPOSAL_ASKED: "提出以后，须由另一位有权人员批准，才能销毁。",
    KeepingEvent.DISPOSAL_APPROVED: "批准以后可以销毁文件，销毁后不能恢复。",
    KeepingEvent.DISPOSAL_DECLINED: "不批准的，录音录像照常保存。",
    KeepingEvent.DISPOSED: "从磁盘删除全部文件，出具销毁证明。删除后不能恢复。",
}
_LAST = frozenset({KeepingEvent.DISPOSAL_APPROVED, KeepingEvent.DISPOSED})


def seconds_of(typed: str) -> int | None:
    """Read `90`, `1:30` or `0:01:30` as seconds; None for anything else."""
    found = _CLOCK.fullmatch(typed.strip())
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


class KeepingForm(DialogForm):
    """Signal `asked(KeepingInput)`; of a disposal the reason is how the files are removed."""

    asked = Signal(object)

    def __init__(
        self, parent: QWidget, event: KeepingEvent, *, answers_id: str | None = None,
        seconds: tuple[str, str] = ("", ""),
    ) -> None:  # fmt: skip
        self._event, self._answers_id = event, answers_id
        self.retention = QComboBox()
        for each in RetentionClass:
            self.retention.addItem(each.label, each.value)
        self.retention.setCurrentIndex(list(RetentionClass).index(RetentionClass.TEN_YEARS))
        self.first, self.last = (QLineEdit(each) for each in seconds)
        is_disposal = event is KeepingEvent.DISPOSED
        self.reason = TextArea(limit=_LONGEST, lines=2)
        if is_disposal:
            self.reason.set_text("从录制机磁盘删除")
        verb = "销毁" if is_disposal else event.label
        look = Look.DANGER_PRIMARY if event in _LAST else Look.PRIMARY
        super().__init__(parent, verb, self._rows(is_disposal=is_disposal), verb, look=look)
        self.add(label(_WORDS[event], "muted", wraps=True))
        self.press.clicked.connect(self._ask)

    def _rows(self, *, is_disposal: bool) -> list[Row]:
        rows = []
        if self._event is KeepingEvent.RETAINED:
            rows.append(Row("保存期限", self.retention, "从录制结束之日起算", is_required=True))
        if self._event is KeepingEvent.SEALED:
            rows.append(Row("从", self.first, "时:分:秒", is_required=True))
            rows.append(Row("到", self.last, "时:分:秒", is_required=True))
        name = "销毁方式" if is_disposal else "理由"
        return [*rows, Row(name, self.reason, is_required=True)]

    def _ask(self) -> None:
        self.form.clear_problems()
        first, last = seconds_of(self.first.text()), seconds_of(self.last.text())
        reason = self.reason.text().strip()
        problems: list[tuple[QWidget, str]] = []
        if self._event is KeepingEvent.SEALED:
            problems += [
                (field, "" if at is not None else "请写成 时:分:秒。")
                for field, at in ((self.first, first), (self.last, last))
            ]
        too_long = "文字太长，请缩短。" if self.reason.is_too_long else ""
        problems.append((self.reason, too_long or ("" if reason else "请写明。")))
        wrong = [(field, words) for field, words in problems if words]
        for field, words in wrong:
            self.form.show_problem(field, words)
        if wrong:
            wrong[0][0].setFocus()
            return
        self.bar.clear()
        self.set_busy(is_busy=True)
        is_retained, is_part = (
            self._event is KeepingEvent.RETAINED, self._event is KeepingEvent.SEALED,
        )  # fmt: skip
        self.asked.emit(
            KeepingInput(
                self._event,
                reason,
                retention=RetentionClass(self.retention.currentData()) if is_retained else None,
                from_second=first if is_part else None,
                to_second=last if is_part else None,
                answers_id=self._answers_id,
            )
        )
