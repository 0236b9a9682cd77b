"""Every role, from sign-in through each page it has: something to do, nothing that refuses."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from reception_desk.app import Desk
from reception_desk.records.document import DocumentKind
from reception_desk.rules.permissions import STAFF_ROLES, Role
from reception_desk.services.papers import issue_paper
from reception_desk.services.registration import ACCUSATION, register_visit
from reception_desk.ui.dialogs.help_sheet import HelpSheet
from reception_desk.ui.pages.matters import MattersPage
from reception_desk.ui.pages.papers import PapersPage
from reception_desk.ui.pages.register import RegisterPage
from reception_desk.ui.pages.settings import SettingsPage
from reception_desk.ui.widgets.inline_bar import InlineBar
from reception_desk.ui.widgets.masked_field import MaskedField
from tests.offices import MORNING, WOMAN, SampleOffice, person, visit
from tests.ui.shell import idle, opened


@dataclass(frozen=True)
class Sees:
    """What a role has: pages, subjects of the settings, rows of register and papers."""

    pages: tuple[str, ...]
    subjects: tuple[str, ...]
    visits: int = 1
    papers: int = 1
    unmasks: bool = True


DESK = Sees(
    (
        "reception", "calling", "scanning", "matters", "video_sessions", "leader_days", "register",
        "papers", "sync",
    ),
    ("board", "centre", "video_sessions"),
)  # fmt: skip
ROLES = {
    Role.GUIDE: Sees(("guidance", "calling", "leader_days"), ("board",)),
    Role.RECEPTIONIST: DESK,
    Role.SECTION: Sees(DESK.pages, ("centre", "calendar", "video_sessions", "erasure")),
    Role.BUREAU_LEADER: Sees(
        ("calling", "matters", "video_sessions", "leader_days", "leader_desk", "register"),
        ("erasure",),
    ),
    Role.COUNTY_LEADER: Sees(
        ("matters", "leader_days", "leader_desk", "register"), (), unmasks=False
    ),
    Role.UNIT: Sees(("scanning", "matters", "register", "papers"), ()),
    Role.ACCUSATION_CLERK: Sees(
        ("scanning", "matters", "video_sessions", "register", "papers"),
        ("video_sessions", "erasure"),
        visits=2,
        papers=2,
    ),
    Role.AUDITOR: Sees((), ("audit",)),
    Role.ADMINISTRATOR: Sees(
        ("sync",), ("hall", "devices", "board", "centre", "calendar", "accounts")
    ),
}


@pytest.fixture(scope="module")
def closed_hall(
    set_up_office: SampleOffice, tmp_path_factory: pytest.TempPathFactory
) -> SampleOffice:
    """One ordinary visit and two accusations, a receipt of each, taken down by a colleague."""
    desk = set_up_office.copied_to(tmp_path_factory.mktemp("hall"))
    colleague = desk.account(Role.RECEPTIONIST)
    for number, matter_class in enumerate((None, ACCUSATION, ACCUSATION)):
        someone = person("王芳" if matter_class else "张伟", document_number=WOMAN)
        record = register_visit(
            desk.database,
            colleague,
            visit(someone, arrived_at=MORNING.replace(minute=number), matter_class=matter_class),
        )
        issue_paper(
            desk.database,
            desk.files,
            colleague,
            record.visit_id,
            DocumentKind.RECEIPT,
            paper="A5",
        )
    desk.database.close()
    return desk


@pytest.fixture
def hall(closed_hall: SampleOffice, tmp_path: Path) -> Iterator[SampleOffice]:
    """A copy of it for each test."""
    with closed_hall.copied(tmp_path) as office:
        yield office


def refusals(desk: Desk) -> list[str]:
    """Return what the screen complains about: bars in sight, open boxes."""
    bars = [bar.text for bar in desk.window.findChildren(InlineBar) if bar.isVisible()]
    return [text for text in bars if "权限" in text or "没有找到" in text] + [
        box.windowTitle() for box in desk.workplace.messages.open_boxes()
    ]


@pytest.mark.parametrize("role", list(STAFF_ROLES))
def test_each_page_opens_with_something_and_nothing_refuses(
    qtbot: QtBot, hall: SampleOffice, role: Role
):
    sees = ROLES[role]
    with opened(qtbot, hall, hall.account(role)) as desk:
        keys = [page.key for page in desk.window.pages.rail_pages]
        assert keys == [*sees.pages, "settings"]
        begins = "settings" if role is Role.ADMINISTRATOR else _begins(keys)
        assert desk.window.pages.current_key() == begins
        for key in keys:
            page = desk.window.open_page(key)
            idle(qtbot, desk)
            assert refusals(desk) == [], key
            _look_at(qtbot, desk, page, sees)
            assert refusals(desk) == [], key


def _begins(keys: list[str]) -> str:
    """Return where the work of a role begins: a leader's at their own desk, nobody's at the scan
    station or the queue."""
    if "leader_desk" in keys:
        return "leader_desk"
    return next(key for key in keys if key not in {"calling", "scanning"})


def _look_at(qtbot: QtBot, desk: Desk, page: QWidget, sees: Sees) -> None:
    if isinstance(page, RegisterPage):
        _look_at_register(qtbot, desk, page, sees)
    elif isinstance(page, MattersPage):
        _look_at_matters(qtbot, desk, page, sees)
    elif isinstance(page, PapersPage):
        assert page.model.rowCount() == sees.papers
    elif isinstance(page, SettingsPage):
        assert page.section_keys() == [*sees.subjects, "appearance"]
        assert page.list.currentRow() == 0, "it begins with the work, not with the colours"
        for key in page.section_keys():
            page.open_section(key)
            idle(qtbot, desk)
            assert refusals(desk) == [], key


def _look_at_matters(qtbot: QtBot, desk: Desk, page: MattersPage, sees: Sees) -> None:
    model = page.overview.listing.model
    qtbot.waitUntil(lambda: model.rowCount() == sees.visits, timeout=20_000)
    page.open_matter(model.record(0).matter_id)
    qtbot.waitUntil(page.matter.isVisible)
    idle(qtbot, desk)
    page.close_matter()
    idle(qtbot, desk)


def _look_at_register(qtbot: QtBot, desk: Desk, page: RegisterPage, sees: Sees) -> None:
    assert page.model.rowCount() == sees.visits
    names = [button.accessibleName() for button in page.findChildren(QAbstractButton)]
    exports = {Role.SECTION, Role.BUREAU_LEADER}.intersection(desk.workplace.actor.roles)
    assert ("导出…" in names) == bool(exports), "export is offered to whom it is given"
    page.open_visit(page.model.row_id(0))
    idle(qtbot, desk)
    assert page.detail.isVisible()
    assert bool(page.detail.findChildren(MaskedField)) == sees.unmasks
    for button in page.detail.findChildren(QAbstractButton):
        assert button.isEnabled(), button.text()


@pytest.mark.parametrize("role", list(STAFF_ROLES))
def test_every_key_of_the_desk_does_something_or_nothing(
    qtbot: QtBot, hall: SampleOffice, role: Role
):
    with opened(qtbot, hall, hall.account(role)) as desk:
        first = desk.window.pages.current_key()
        for key in (Qt.Key.Key_F3, Qt.Key.Key_F8):
            desk.window.open_page(first)
            qtbot.keyClick(desk.window, key)
            idle(qtbot, desk)
            assert refusals(desk) == []
        qtbot.keyClick(desk.window, Qt.Key.Key_F1)
        sheet = desk.window.findChild(HelpSheet)
        assert isinstance(sheet, HelpSheet)
        sheet.close()
