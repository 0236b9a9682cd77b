"""Papers on the page of a matter: shown to be printed, issued anew, and the whole file."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from reception_desk.config import PrinterSettings
from reception_desk.devices.printer.ippeve import LoopbackIppPrinter
from reception_desk.records.document import DocumentKind
from reception_desk.records.matters import MatterPaper
from reception_desk.records.steps import StepInput
from reception_desk.rules.permissions import Role
from reception_desk.rules.transition import Event
from reception_desk.services.matter_papers import (
    PaperDesk,
    PaperOrder,
    draft_data,
    issue_matter_paper,
)
from reception_desk.services.paper_making import PaperSource
from reception_desk.services.steps import take_step
from reception_desk.ui.dialogs.file_form import FileForm
from reception_desk.ui.dialogs.paper_form import PaperForm
from reception_desk.ui.dialogs.paper_preview import PaperPreview
from reception_desk.ui.pages.matters import MattersPage
from tests.offices import SampleOffice
from tests.services.test_matter_papers import BY
from tests.services.test_steps import registered, unit_id
from tests.ui.pages.test_matters import open_matter, rest
from tests.ui.shell import box, idle, opened

LEFT = Qt.MouseButton.LeftButton
LETTER = DocumentKind.TRANSFER_LETTER


@pytest.fixture
def matter_id(desk: SampleOffice) -> str:
    """A matter that was transferred, with its letter."""
    matter_id = registered(desk)
    step = StepInput(Event.TRANSFERRED, unit_id=unit_id(desk, "T100"))
    take_step(desk.database, desk.account(Role.BUREAU_LEADER), matter_id, step, BY)
    making = PaperDesk(PaperSource(desk.database, desk.files), BY)
    section = desk.account(Role.SECTION)
    data = draft_data(making, section, matter_id, LETTER)
    issue_matter_paper(making, section, PaperOrder(matter_id, LETTER, data))
    return matter_id


def papers(page: MattersPage) -> tuple[MatterPaper, ...]:
    assert page.matter.opened is not None
    return page.matter.opened.file.papers


def test_a_paper_is_printed_from_the_look_at_it(qtbot: QtBot, desk: SampleOffice, matter_id: str):
    with (
        LoopbackIppPrinter() as machine,
        opened(
            qtbot, desk, desk.account(Role.SECTION), form_printer=PrinterSettings(machine.url)
        ) as shown,
    ):
        page = open_matter(qtbot, shown, matter_id)
        page.matter.papers.opened.emit(papers(page)[0])
        rest(qtbot, shown)
        preview = box(shown, PaperPreview)
        assert isinstance(preview, PaperPreview)
        qtbot.mouseClick(preview.print_button, LEFT)
        qtbot.waitUntil(lambda: machine.printed("1") is not None, timeout=30_000)
        idle(qtbot, shown)


def test_a_paper_issued_anew_asks_why_and_voids_the_other(
    qtbot: QtBot, desk: SampleOffice, matter_id: str
):
    with opened(qtbot, desk, desk.account(Role.SECTION)) as shown:
        page = open_matter(qtbot, shown, matter_id)
        page.matter.papers.reissue_asked.emit(papers(page)[0])
        rest(qtbot, shown)
        form = box(shown, PaperForm)
        assert isinstance(form, PaperForm)
        assert isinstance(form.reason, QLineEdit)
        form.reason.setText("单位名称有误")
        qtbot.mouseClick(form.press, LEFT)
        rest(qtbot, shown)
        assert [paper.is_void for paper in papers(page)] == [True, False]


def test_the_whole_file_is_offered_to_who_may_take_it_along(
    qtbot: QtBot, desk: SampleOffice, matter_id: str
):
    with opened(qtbot, desk, desk.account(Role.BUREAU_LEADER)) as shown:
        page = open_matter(qtbot, shown, matter_id)
        qtbot.mouseClick(page.matter.file_button, LEFT)
        assert "卷宗" in box(shown, FileForm).windowTitle()
        box(shown, FileForm).close()
    with opened(qtbot, desk) as shown:
        page = open_matter(qtbot, shown, matter_id)
        assert not page.matter.file_button.isVisible()
