"""A sealed recording handed out: why, who agrees, into which folder, with the verifier beside."""

from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from reception_desk.models.database import now
from reception_desk.records.export import ExportKind
from reception_desk.records.recordings import RecordingRecord
from reception_desk.rules.permissions import Action
from reception_desk.services import exports
from reception_desk.services.exports import Approval, ExportOrder
from reception_desk.services.past_sessions import PastFile
from reception_desk.services.recording_export import HandedOut, RecordingSource, hand_out
from reception_desk.ui.approved_export import KEPT, ApprovedExport
from reception_desk.ui.dialogs.approval_form import ApprovalForm
from reception_desk.ui.tasks import Report
from reception_desk.ui.workplace import Workplace

_WORDS = (
    "导出整个封存文件夹：录像、现场记录的章节和字幕、笔录、原始片段、清单和核对程序 verify.py。"
    "原来的录制不变。"
)


class RecordingForm(ApprovalForm):
    """The form of an export; segments are counted twice, as copied and as film."""

    def __init__(self, parent: QWidget, label: str, *, needs_approval: bool) -> None:
        super().__init__(
            parent,
            f"导出录音录像 {label}",
            [],
            _WORDS,
            reason_goes="记入审计日志",
            needs_approval=needs_approval,
        )

    @property
    def working_words(self) -> tuple[str, str]:
        return "正在导出", "步"


class RecordingExport(ApprovedExport):
    """One recording, from the open form to the folder."""

    def __init__(
        self, workplace: Workplace, window: QWidget, past: PastFile, recording: RecordingRecord
    ) -> None:
        needs = exports.needs_approval(workplace.actor, Action.EXPORT_DATA)
        self.form = RecordingForm(window, past.file.case.label, needs_approval=needs)
        super().__init__(workplace, self.form, Action.EXPORT_DATA, self._find_place)
        self._past, self._recording = past, recording

    def _find_place(self, approval: Approval | None) -> None:
        self._work.messages.choose_folder("导出到哪个文件夹", partial(self._export, approval))

    def _export(self, approval: Approval | None, chosen: Path) -> None:
        work = self._work
        moment = now().astimezone(ZoneInfo(work.actor.desk.zone))
        target = chosen / f"{self._recording.summary.folder}-{moment:%Y%m%d-%H%M%S}"
        order = ExportOrder(target, ExportKind.FOLDER, self.form.reason.text(), approval)

        source = RecordingSource(work.database, work.files, work.settings.recordings_path)
        handed = HandedOut(self._past, self._recording)

        def make(report: Report) -> str:
            return hand_out(source, work.actor, handed, order, report)

        self.run(make, lambda _root: self._tell(target))

    def _tell(self, target: Path) -> None:
        self._work.messages.tell("录音录像已导出，并核对完整。", detail=f"{target}\n{KEPT}")
