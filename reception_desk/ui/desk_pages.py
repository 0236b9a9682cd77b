"""The pages of the desk: who may open each, and each built when it is first opened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtWidgets import QStackedWidget, QWidget

from reception_desk.rules.permissions import Action, Role, may
from reception_desk.ui.widgets.rail import RailPage
from reception_desk.ui.workplace import Workplace

if TYPE_CHECKING:
    from reception_desk.ui.pages.calling import CallingPage
    from reception_desk.ui.pages.guidance import GuidancePage
    from reception_desk.ui.pages.leader_days import LeaderDaysPage
    from reception_desk.ui.pages.leader_desk import LeaderDeskPage
    from reception_desk.ui.pages.matters import MattersPage
    from reception_desk.ui.pages.papers import PapersPage
    from reception_desk.ui.pages.reception import ReceptionPage
    from reception_desk.ui.pages.register import RegisterPage
    from reception_desk.ui.pages.scanning import ScanningPage
    from reception_desk.ui.pages.settings import SettingsPage
    from reception_desk.ui.pages.sync import SyncPage
    from reception_desk.ui.pages.video_sessions import VideoSessionsPage


@runtime_checkable
class ClosesItself(Protocol):
    """A page with something to write before the window goes."""

    def close_page(self) -> None: ...


@runtime_checkable
class TakesFocus(Protocol):
    """A page that knows where the keyboard begins."""

    def take_focus(self) -> None: ...


@dataclass(frozen=True, slots=True)
class PageKind:
    """A page of the rail, for who may do one of the actions; without any everybody has it.

    Nobody's work begins at one that is no start; who holds one of `lands` begins there. Who holds
    all of `called_by` opens it from another page and has it not on the rail. A page is made where
    it will stand: with each new parent Qt gives the style sheet anew to all that is in it.
    """

    rail: RailPage
    actions: tuple[Action, ...]
    make: Callable[[Workplace, QWidget], QWidget]
    is_start: bool = True
    lands: tuple[Action, ...] = ()
    called_by: tuple[Action, ...] = ()

    def is_on_rail(self, roles: Sequence[Role]) -> bool:
        """Whether these roles have it on the rail."""
        return not self.actions or any(may(roles, action) for action in self.actions)

    def is_called(self, roles: Sequence[Role]) -> bool:
        """Whether these roles open it from another page."""
        return bool(self.called_by) and all(may(roles, action) for action in self.called_by)


def _reception(workplace: Workplace, parent: QWidget) -> "ReceptionPage":
    from reception_desk.ui.pages.reception import ReceptionPage

    return ReceptionPage(workplace, parent)


def _calling(workplace: Workplace, parent: QWidget) -> "CallingPage":
    from reception_desk.ui.pages.calling import CallingPage

    return CallingPage(workplace, parent)


def _guidance(workplace: Workplace, parent: QWidget) -> "GuidancePage":
    from reception_desk.ui.pages.guidance import GuidancePage

    return GuidancePage(workplace, parent)


def _scanning(workplace: Workplace, parent: QWidget) -> "ScanningPage":
    from reception_desk.ui.pages.scanning import ScanningPage

    return ScanningPage(workplace, parent)


def _matters(workplace: Workplace, parent: QWidget) -> "MattersPage":
    from reception_desk.ui.pages.matters import MattersPage

    return MattersPage(workplace, parent)


def _video_sessions(workplace: Workplace, parent: QWidget) -> "VideoSessionsPage":
    from reception_desk.ui.pages.video_sessions import VideoSessionsPage

    return VideoSessionsPage(workplace, parent)


def _leader_days(workplace: Workplace, parent: QWidget) -> "LeaderDaysPage":
    from reception_desk.ui.pages.leader_days import LeaderDaysPage

    return LeaderDaysPage(workplace, parent)


def _leader_desk(workplace: Workplace, parent: QWidget) -> "LeaderDeskPage":
    from reception_desk.ui.pages.leader_desk import LeaderDeskPage

    return LeaderDeskPage(workplace, parent)


def _register(workplace: Workplace, parent: QWidget) -> "RegisterPage":
    from reception_desk.ui.pages.register import RegisterPage

    return RegisterPage(workplace, parent)


def _papers(workplace: Workplace, parent: QWidget) -> "PapersPage":
    from reception_desk.ui.pages.papers import PapersPage

    return PapersPage(workplace, parent)


def _sync(workplace: Workplace, parent: QWidget) -> "SyncPage":
    from reception_desk.ui.pages.sync import SyncPage

    return SyncPage(workplace, parent)


def _settings(workplace: Workplace, parent: QWidget) -> "SettingsPage":
    from reception_desk.ui.pages.settings import SettingsPage

    return SettingsPage(workplace, parent)


PAGES = (
    PageKind(RailPage("reception", "接待", "reception"), (Action.REGISTER_VISIT,), _reception),
    PageKind(RailPage("guidance", "导访", "route"), (Action.GUIDE_VISITORS,), _guidance),
    PageKind(RailPage("calling", "叫号", "queue"), (Action.VIEW_HALL,), _calling, is_start=False),
    PageKind(RailPage("scanning", "扫描", "scan"), (Action.SCAN_PAGE,), _scanning, is_start=False),
    PageKind(
        RailPage("matters", "事项", "matter"),
        (Action.VIEW_MATTER, Action.VIEW_ACCUSATION),
        _matters,
    ),
    PageKind(
        RailPage("video_sessions", "视频接访", "video"),
        (Action.HOLD_VIDEO_SESSION, Action.APPROVE_DISPOSAL),
        _video_sessions,
        is_start=False,
    ),
    PageKind(
        RailPage("leader_days", "领导接访", "leader"),
        (Action.PLAN_LEADER_DAY, Action.BOOK_LEADER_DAY, Action.WRITE_INSTRUCTION),
        _leader_days,
        is_start=False,
    ),
    PageKind(
        RailPage("leader_desk", "接访席", "stamp"),
        (Action.WRITE_INSTRUCTION,),
        _leader_desk,
        is_start=False,
        lands=(Action.WRITE_INSTRUCTION,),
        called_by=(Action.BOOK_LEADER_DAY, Action.VIEW_MATTER),
    ),
    PageKind(
        RailPage("register", "来访台账", "register"),
        (Action.VIEW_MATTER, Action.VIEW_ACCUSATION),
        _register,
    ),
    PageKind(RailPage("papers", "文书打印", "print"), (Action.PRINT_DOCUMENT,), _papers),
    PageKind(RailPage("sync", "同步", "centre", is_low=True), (Action.VIEW_SYNC,), _sync),
    PageKind(RailPage("settings", "设置", "settings", is_low=True), (), _settings),
)


class DeskPages(QStackedWidget):
    """The pages that the signed-in person may open."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._work = workplace
        roles = [Role(role) for role in workplace.actor.roles]
        self._roles = roles
        self._kinds = {
            kind.rail.key: kind for kind in PAGES if kind.is_on_rail(roles) or kind.is_called(roles)
        }
        self._built: dict[str, QWidget] = {}

    @property
    def rail_pages(self) -> list[RailPage]:
        """What the rail shows."""
        return [kind.rail for kind in self._kinds.values() if kind.is_on_rail(self._roles)]

    @property
    def first_key(self) -> str:
        """Where the person's work begins: the first page above the line, else the settings."""
        kinds = [kind for kind in self._kinds.values() if kind.is_on_rail(self._roles)]
        landed = (kind for kind in kinds if any(may(self._roles, one) for one in kind.lands))
        starts = (kind for kind in kinds if kind.is_start and not kind.rail.is_low)
        first = next(landed, None) or next(starts, None)
        return first.rail.key if first else self.rail_pages[-1].key

    def has(self, key: str) -> bool:
        """Say whether the person may open this page."""
        return key in self._kinds

    def open(self, key: str) -> QWidget:
        """Show a page, building it the first time."""
        if key not in self._built:
            page = self._kinds[key].make(self._work, self)
            page.setProperty("look", "page")
            self._built[key] = page
            self.addWidget(page)
        self.setCurrentWidget(self._built[key])
        return self._built[key]

    def current_key(self) -> str:
        """Return the key of the page in sight, or nothing before the first."""
        shown = self.currentWidget()
        return next((key for key, page in self._built.items() if page is shown), "")

    def built(self, key: str) -> QWidget | None:
        """Return a page if it was opened before."""
        return self._built.get(key)

    def close_pages(self) -> None:
        """Let every page write what is pending."""
        for page in self._built.values():
            if isinstance(page, ClosesItself):
                page.close_page()
