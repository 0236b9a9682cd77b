"""审计: whether any entry of the log was taken out or altered."""

from functools import partial

from reception_desk.rules.permissions import Action
from reception_desk.services import audit, audit_report
from reception_desk.services.audit import ChainBreak
from reception_desk.ui.pages.settings.section import Section
from reception_desk.ui.table_export import Exportable, TableExport
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.workplace import Workplace

COLUMNS = (
    Column("desk", "窗口", 16),
    Column("position", "第几条", 6, is_right=True),
    Column("sentence", "情况", 20),
)
EXPORTED = tuple(
    Column(key, title)
    for key, title in (
        ("desk", "窗口"),
        ("position", "第几条"),
        ("time", "时间"),
        ("who", "操作人"),
        ("what", "操作"),
        ("kind", "对象"),
        ("key", "对象编号"),
        ("reason", "理由"),
        ("detail", "说明"),
        ("check", "校验值"),
    )
)


class AuditSection(Section):
    """For auditors: the check reads every entry, so it runs in the background."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(
            workplace,
            "审计",
            "查看、打印、补打、显示隐去内容、修改设置都记入审计，前后各条以校验值相连。",
            is_wide=True,
        )
        self.export_button = Button("导出审计记录…", self.export, icon="export")
        self.check_button = Button("核对审计记录", self.check, look=Look.PRIMARY)
        self.model: RecordTableModel[ChainBreak] = RecordTableModel(
            COLUMNS,
            lambda found: (found.desk_id, found.position, found.sentence),
            lambda found: (found.desk_id, found.position),
        )
        self.table = TableView(self.model, "不相连的审计记录", is_flush=True, can_export=False)
        self._card = Card("发现的问题", is_flush=True)
        self._card.add(self.table)
        self._card.hide()
        check = Card("完整性")
        check.add(
            label("核对每个窗口的记录是否缺失、换过次序或改动过内容，不改变任何记录。", wraps=True)
        )
        self.add(check)
        self.add(self._card, 1)
        self.body.addStretch(1)
        self.add_foot(self.export_button)
        self.add_foot(self.check_button)

    def check(self) -> None:
        """Verify the chain of every desk on this file."""
        self.check_button.setEnabled(False)
        self.bar.say(Level.INFO, "正在核对…")
        verify = partial(audit.verify, self.work.database, self.work.actor)
        self.work.tasks.run("report", self, verify, self._show, self._failed)

    def export(self) -> None:
        """Export every entry; the chain is verified first, and the outcome stands above."""
        database, actor = self.work.database, self.work.actor
        wanted = Exportable(
            "审计记录",
            EXPORTED,
            [column.key for column in EXPORTED],
            audit_report.count_entries(database, actor),
            partial(audit_report.entries, database, actor),
            Action.EXPORT_AUDIT,
            partial(audit_report.verdict, database, actor),
        )
        TableExport(self.work, self.window(), wanted)

    def _show(self, breaks: tuple[ChainBreak, ...]) -> None:
        self.check_button.setEnabled(True)
        self.model.set_records(breaks)
        self._card.setVisible(bool(breaks))
        if breaks:
            self.bar.say(Level.ERROR, f"发现 {len(breaks)} 处不相连，请保留现场并报告。")
        else:
            self.bar.say(Level.OK, "审计记录完整，没有缺失或改动。")

    def _failed(self, error: Exception) -> None:
        self.check_button.setEnabled(True)
        self.bar.clear()
        self.say_error(error)
