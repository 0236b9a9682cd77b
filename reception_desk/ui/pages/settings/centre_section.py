"""中心: whether this desk shares its records, and what has not gone up yet."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout

from reception_desk.records.sync import FilesWaiting
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.services.centre_contact import centre_contact
from reception_desk.services.file_troubles import file_troubles
from reception_desk.sync import file_queue, outbox
from reception_desk.sync.link import secret_path
from reception_desk.ui.lamps import file_count, short_time
from reception_desk.ui.pages.settings.join_card import JoinCard
from reception_desk.ui.pages.settings.section import Section
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.workplace import Workplace

REFRESH_MS = 3000
SHOWN_TROUBLES = 5


class CentreSection(Section):
    """The lamp of the status bar tells the moment; this tells the numbers and the way in."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(
            workplace, "中心", "连上中心后，各窗口的登记互通；断开时照常办理，随后补传。"
        )
        self._zone = ZoneInfo(workplace.actor.desk.zone)
        self._facts = {
            name: label("", wraps=True)
            for name in ("连接", "登记口令", "最近收到", "待上传", "待传文件", "中心未收")
        }
        self._troubles_name = label("传不上去", "muted")
        self.troubles = label("", wraps=True)
        self._add_state()
        self.join_card = None
        if may([Role(role) for role in workplace.actor.roles], Action.EDIT_SETTINGS):
            self.join_card = self._add_join()
        self.body.addStretch(1)
        self._timer = QTimer(self, interval=REFRESH_MS)
        self._timer.timeout.connect(self._refresh_in_sight)
        self._timer.start()
        self.refresh()

    def refresh(self) -> None:
        """Count again."""
        dsn = self.work.settings.centre.dsn
        contact = centre_contact(self.work.database)
        waiting = outbox.count_waiting(self.work.database)
        now = datetime.now(UTC)
        received = contact.received_at
        self._facts["连接"].setText(dsn or "没有设置，本机单独工作")
        has_secret = secret_path(self.work.settings.home).exists()
        self._facts["登记口令"].setText("已保存在本机" if has_secret else "没有")
        self._facts["最近收到"].setText(
            short_time(received, self._zone, now) if received else "还没有"
        )
        self._facts["待上传"].setText(f"{waiting.unsent} 条" if dsn else "连上中心后补传")
        files = file_queue.count_waiting(self.work.database)
        self._facts["待传文件"].setText(_files_words(files, has_centre=bool(dsn)))
        self._say_troubles()
        self._facts["中心未收"].setText(f"{waiting.dead} 条" if waiting.dead else "没有")

    def _say_troubles(self) -> None:
        troubles = file_troubles(self.work.database, self.work.actor)
        lines = [f"{trouble.name}：{trouble.reason}" for trouble in troubles[:SHOWN_TROUBLES]]
        if len(troubles) > len(lines):
            lines.append(f"另有 {len(troubles) - len(lines)} 个")
        self.troubles.setText("\n".join(lines))
        self._troubles_name.setVisible(bool(lines))
        self.troubles.setVisible(bool(lines))

    def _refresh_in_sight(self) -> None:
        if self.isVisible():
            self.refresh()

    def _add_state(self) -> None:
        card = Card("现在")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(self._facts.items()):
            grid.addWidget(label(name, "muted"), row, 0)
            grid.addWidget(value, row, 1)
        grid.addWidget(self._troubles_name, len(self._facts), 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.troubles, len(self._facts), 1)
        card.add(grid)
        self.add(card)

    def _add_join(self) -> JoinCard:
        card = JoinCard(self.work)
        card.joined.connect(self._joined)
        card.failed.connect(self.say_error)
        self.add(card)
        self.add_foot(card.press)
        return card

    def _joined(self, name: str) -> None:
        self.say_reopen(f"本机已登记到中心，窗口名称“{name}”。")
        self.refresh()


def _files_words(files: FilesWaiting, *, has_centre: bool) -> str:
    if not has_centre:
        return "连上中心后补传"
    return file_count(files) if files.count else "没有"
