"""设置: subjects on the left, one at a time on the right; only what the role may do."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reception_desk.rules.permissions import Action, Role, may
from reception_desk.services import accounts
from reception_desk.ui import icons, text_size
from reception_desk.ui.pages.settings.accounts_section import AccountsSection
from reception_desk.ui.pages.settings.appearance_section import AppearanceSection
from reception_desk.ui.pages.settings.audit_section import AuditSection
from reception_desk.ui.pages.settings.board_section import BoardSection
from reception_desk.ui.pages.settings.calendar_section import CalendarSection
from reception_desk.ui.pages.settings.centre_section import CentreSection
from reception_desk.ui.pages.settings.devices_section import DevicesSection
from reception_desk.ui.pages.settings.erasure_section import ErasureSection
from reception_desk.ui.pages.settings.hall_section import HallSection
from reception_desk.ui.pages.settings.section import Section
from reception_desk.ui.pages.settings.sessions_section import SessionsSection
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.workplace import Workplace

_LIST, _LINE = 168, 36


@dataclass(frozen=True, slots=True)
class SectionKind:
    """A subject, for who may do one of the actions; without any everybody has it."""

    key: str
    name: str
    icon: str
    actions: tuple[Action, ...]
    make: Callable[[Workplace], Section]


SECTIONS = (
    SectionKind("hall", "本机与大厅", "door", (Action.EDIT_SETTINGS,), HallSection),
    SectionKind("devices", "设备", "printer", (Action.EDIT_SETTINGS,), DevicesSection),
    SectionKind(
        "board", "大厅屏", "queue", (Action.EDIT_SETTINGS, Action.CALL_TICKET), BoardSection
    ),
    SectionKind("centre", "中心", "centre", (Action.VIEW_SYNC,), CentreSection),
    SectionKind("calendar", "工作日历", "calendar", (Action.EDIT_CALENDAR,), CalendarSection),
    SectionKind(
        "video_sessions", "视频接访", "video", (Action.HOLD_VIDEO_SESSION,), SessionsSection
    ),
    SectionKind("accounts", "账号", "user", (Action.MANAGE_ACCOUNTS,), AccountsSection),
    SectionKind("audit", "审计", "stamp", (Action.VIEW_AUDIT,), AuditSection),
    SectionKind(
        "erasure",
        "依法删除",
        "close",
        (Action.REQUEST_ERASURE, Action.CONFIRM_ERASURE),
        ErasureSection,
    ),
    SectionKind("appearance", "外观", "eye", (), AppearanceSection),
)


class SettingsPage(QWidget):
    """Each subject is built when it is first chosen. Signal `reopen_asked()`."""

    reopen_asked = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = workplace
        roles = [Role(role) for role in workplace.actor.roles]
        self._kinds = [
            kind
            for kind in SECTIONS
            if not kind.actions or any(may(roles, action) for action in kind.actions)
        ]
        self._built: dict[str, Section] = {}
        self.list = QListWidget()
        self._stack = QStackedWidget()
        self._arrange()
        self.list.currentRowChanged.connect(self._show)
        self._work.changes.text_size_changed.connect(self._size)
        self.open_section(self._first())

    def open_section(self, key: str) -> Section:
        """Show a subject and return it."""
        row = next(at for at, kind in enumerate(self._kinds) if kind.key == key)
        self.list.setCurrentRow(row)
        self._show(row)
        return self._built[key]

    def take_focus(self) -> None:
        """Let the arrows walk through the subjects."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def section_keys(self) -> list[str]:
        """Return the subjects this person has."""
        return [kind.key for kind in self._kinds]

    def _first(self) -> str:
        """On the first day the administrator makes accounts; later the list begins at its top."""
        if "accounts" in self.section_keys():
            others = accounts.list_accounts(self._work.database, self._work.actor)
            if len(others) == 1:
                return "accounts"
        return self._kinds[0].key

    def _arrange(self) -> None:
        self.list.setAccessibleName("设置项目")
        self.list.setProperty("look", "flat")
        self.list.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        for kind in self._kinds:
            self.list.addItem(QListWidgetItem(icons.icon(kind.icon, Colour.MUTED), kind.name))
        side = QVBoxLayout()
        side.setSpacing(12)
        side.addWidget(label("设置", "title"))
        side.addWidget(self.list, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 14)
        whole.setSpacing(24)
        whole.addLayout(side)
        whole.addWidget(self._stack, 1)
        self._size()

    def _size(self) -> None:
        self.list.setFixedWidth(text_size.scaled(_LIST))
        side = text_size.scaled(18)
        self.list.setIconSize(QSize(side + 6, side))
        for row, kind in enumerate(self._kinds):
            self.list.item(row).setSizeHint(QSize(0, text_size.scaled(_LINE)))
            self.list.item(row).setIcon(icons.icon(kind.icon, Colour.MUTED))

    def _show(self, row: int) -> None:
        kind = self._kinds[row]
        if kind.key not in self._built:
            section = kind.make(self._work)
            section.reopen_asked.connect(self.reopen_asked)
            self._built[kind.key] = section
            self._stack.addWidget(section)
        self._stack.setCurrentWidget(self._built[kind.key])
