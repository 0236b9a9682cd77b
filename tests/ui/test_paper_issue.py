"""A paper of a matter on the screen: filled from the record, asked for what is missing, printed."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from reception_desk.app import Desk
from reception_desk.config import PrinterSettings
from reception_desk.devices.printer.ippeve import LoopbackIppPrinter
from reception_desk.records.document import DocumentKind, DocumentRecord
from reception_desk.records.printing import PrintState
from reception_desk.records.steps import StepInput
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.permissions import Role
from reception_desk.rules.transition import Event
from reception_desk.services.printing import recent_documents
from reception_desk.services.steps import take_step
from reception_desk.ui.dialogs.paper_form import PaperForm
from reception_desk.ui.dialogs.paper_preview import PaperPreview
from reception_desk.ui.file_viewer import FileViewer
from reception_desk.ui.paper_issue import PaperIssue, PapersWanted
from tests.offices import SampleOffice
from tests.services.test_steps import registered, unit_id
from tests.ui.shell import box, idle, opened

LEFT = Qt.MouseButton.LeftButton
BY = Reckoning(shipped_calendar())


@pytest.fixture
def sent(desk: SampleOffice) -> str:
    """A matter that was transferred to 花园镇."""
    matter_id = registered(desk)
    step = StepInput(Event.TRANSFERRED, unit_id=unit_id(desk, "T100"))
    take_step(desk.database, desk.account(Role.BUREAU_LEADER), matter_id, step, BY)
    return matter_id


@pytest.fixture
def shown(qtbot: QtBot, desk: SampleOffice) -> Iterator[Desk]:
    with opened(qtbot, desk, desk.account(Role.SECTION)) as shown:
        yield shown


def ask(qtbot: QtBot, shown: Desk, matter_id: str, kind: DocumentKind, **more: object) -> PaperForm:
    work = shown.workplace
    viewer = FileViewer(work.files, work.tasks)
    viewer.setParent(shown.window)
    issue = PaperIssue(work, shown.window, viewer)
    issue.ask(PapersWanted(matter_id, (kind,), **more))  # pyright: ignore[reportArgumentType]
    idle(qtbot, shown)
    form = box(shown, PaperForm)
    assert isinstance(form, PaperForm)
    return form


def field(form: PaperForm, name: str) -> QLineEdit:
    widget = form.fields[name].row.field
    assert isinstance(widget, QLineEdit)
    return widget


def papers(shown: Desk) -> tuple[DocumentRecord, ...]:
    return recent_documents(shown.workplace.database, shown.workplace.actor)


def press(qtbot: QtBot, shown: Desk, form: PaperForm) -> None:
    qtbot.mouseClick(form.press, LEFT)
    idle(qtbot, shown)


def look(qtbot: QtBot, shown: Desk, form: PaperForm) -> None:
    """Put the paper on record and look at it before it is printed."""
    qtbot.mouseClick(form.other, LEFT)
    idle(qtbot, shown)


def test_a_letter_is_filled_from_the_record_and_shown_once_it_is_on_record(qtbot, shown, sent):
    form = ask(qtbot, shown, sent, DocumentKind.TRANSFER_LETTER)
    assert field(form, "unit").text() == "孝昌县花园镇人民政府"
    assert field(form, "petitioner").text() == "张伟"
    look(qtbot, shown, form)
    (paper,) = papers(shown)
    assert paper.kind is DocumentKind.TRANSFER_LETTER
    assert box(shown, PaperPreview).windowTitle() == "转送函"


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(qtbot, shown, sent):
    form = ask(qtbot, shown, sent, DocumentKind.TRANSFER_LETTER)
    field(form, "unit").clear()
    field(form, "phone").setText("0712-0000000")
    press(qtbot, shown, form)
    assert "请填写" in field(form, "unit").accessibleDescription()
    assert papers(shown) == ()
    assert field(form, "phone").text() == "0712-0000000"


def test_a_wrong_day_is_marked(qtbot, shown, sent):
    form = ask(qtbot, shown, sent, DocumentKind.TRANSFER_LETTER)
    field(form, "notice_due").setText("13月45日")
    press(qtbot, shown, form)
    assert "不是一个日期" in field(form, "notice_due").accessibleDescription()


def test_what_the_workflow_refuses_is_said_before_any_form(qtbot, shown, sent):
    work = shown.workplace
    issue = PaperIssue(work, shown.window, FileViewer(work.files, work.tasks))
    wanted = PapersWanted(sent, (DocumentKind.TRANSFER_LETTER,), StepInput(Event.ARCHIVED))
    with qtbot.waitSignal(issue.refused) as said:
        issue.ask(wanted)
    assert "不能“归档”" in str(said.args[0])
    assert papers(shown) == ()


def test_a_paper_issued_anew_asks_why(qtbot, shown, sent):
    look(qtbot, shown, ask(qtbot, shown, sent, DocumentKind.TRANSFER_LETTER))
    box(shown, PaperPreview).close()
    (first,) = papers(shown)
    form = ask(qtbot, shown, sent, DocumentKind.TRANSFER_LETTER, replaces=first)
    press(qtbot, shown, form)
    assert "请写明理由" in form.reason.accessibleDescription()
    form.reason.setText("单位名称有误")
    press(qtbot, shown, form)
    (second,) = papers(shown)
    assert second.document_id != first.document_id


def test_it_is_printed_from_the_preview_with_the_number_that_has_come(
    qtbot: QtBot, desk: SampleOffice, sent: str
):
    with (
        LoopbackIppPrinter() as printer,
        opened(
            qtbot, desk, desk.account(Role.SECTION),
            form_printer=PrinterSettings(url=printer.url),
        ) as shown,
    ):  # fmt: skip
        look(qtbot, shown, ask(qtbot, shown, sent, DocumentKind.TRANSFER_LETTER))
        (paper,) = papers(shown)
        give_number(desk, paper, "孝信访转〔2026〕7号")
        preview = box(shown, PaperPreview)
        assert isinstance(preview, PaperPreview)
        qtbot.mouseClick(preview.print_button, LEFT)
        qtbot.waitUntil(lambda: papers(shown)[0].state == PrintState.PRINTED, timeout=30_000)
        idle(qtbot, shown)
        (printed,) = papers(shown)
    assert printed.number == "孝信访转〔2026〕7号"
    assert printed.sha256 != paper.sha256


def test_one_press_puts_it_on_record_and_prints_it(qtbot: QtBot, desk: SampleOffice, sent: str):
    with (
        LoopbackIppPrinter() as printer,
        opened(
            qtbot, desk, desk.account(Role.SECTION),
            form_printer=PrinterSettings(url=printer.url),
        ) as shown,
    ):  # fmt: skip
        form = ask(qtbot, shown, sent, DocumentKind.TRANSFER_LETTER)
        assert form.press.text() == "出具并打印"
        press(qtbot, shown, form)
        qtbot.waitUntil(lambda: papers(shown)[0].state == PrintState.PRINTED, timeout=30_000)
        idle(qtbot, shown)
        (paper,) = papers(shown)
        assert (paper.prints, paper.reprints) == (1, 0)


def test_without_a_printer_it_is_on_record_and_says_that_it_did_not_print(qtbot, shown, sent):
    press(qtbot, shown, ask(qtbot, shown, sent, DocumentKind.TRANSFER_LETTER))
    (paper,) = papers(shown)
    assert paper.state == PrintState.FAILED
    assert "没有设置打印机" in (paper.printer_reason or "")


def test_the_receipt_goes_with_a_paper_that_is_served(qtbot, shown, sent):
    form = ask(qtbot, shown, sent, DocumentKind.DESTINATION_NOTICE)
    assert not form.with_receipt.isChecked(), "handed over at the window"
    assert not form.recipient.isVisible()
    form.with_receipt.setChecked(True)
    assert form.recipient.text() == "张伟"
    form.delivered_to.clear()
    press(qtbot, shown, form)
    assert "请填写" in form.delivered_to.accessibleDescription()
    assert papers(shown) == ()
    form.delivered_to.setText("花园镇示例村3组")
    press(qtbot, shown, form)
    kinds = [paper.kind for paper in papers(shown)]
    assert sorted(kinds) == [DocumentKind.DESTINATION_NOTICE, DocumentKind.SERVICE_RECEIPT]


def test_a_letter_between_offices_has_no_receipt(qtbot, shown, sent):
    form = ask(qtbot, shown, sent, DocumentKind.TRANSFER_LETTER)
    assert not form.with_receipt.isVisibleTo(form)
    assert form.receipt() is None


def give_number(desk: SampleOffice, paper: DocumentRecord, number: str) -> None:
    """As the centre does in a pull."""
    from reception_desk.models.document import Document

    with desk.database.write() as session:
        session.get_one(Document, paper.document_id).number = number
