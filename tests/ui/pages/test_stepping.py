"""A step with its papers from the page of a matter: one press, and going back leaves nothing."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from reception_desk.app import Desk
from reception_desk.config import PrinterSettings
from reception_desk.devices.printer.ippeve import LoopbackIppPrinter
from reception_desk.records.document import DocumentKind
from reception_desk.records.printing import PrintState
from reception_desk.records.steps import StepInput
from reception_desk.rules.permissions import Role
from reception_desk.rules.states import State
from reception_desk.rules.transition import Event
from reception_desk.services.matter_papers import PaperAct, issue_papers
from reception_desk.services.printing import recent_documents
from reception_desk.services.steps import matter_now, take_step
from reception_desk.ui.dialogs.paper_form import PaperForm
from reception_desk.ui.dialogs.step_form import StepForm
from reception_desk.ui.pages.matters import MattersPage
from reception_desk.ui.widgets.text_area import TextArea
from tests.offices import SampleOffice
from tests.services.test_matter_papers import BY
from tests.services.test_paper_rows import accepted
from tests.services.test_paper_rows import making as _making
from tests.services.test_steps import registered, unit_id
from tests.ui.pages.test_matters import active, later, open_matter, press, rest, submit, texts
from tests.ui.shell import idle, opened

making = _making
NOTICE = DocumentKind.ACCEPTANCE_NOTICE


@pytest.fixture
def received(desk: SampleOffice) -> str:
    """A matter that 花园镇 has received and not accepted yet."""
    matter_id = registered(desk)
    step = StepInput(Event.TRANSFERRED, unit_id=unit_id(desk, "T100"))
    take_step(desk.database, desk.account(Role.BUREAU_LEADER), matter_id, step, BY)
    step = StepInput(Event.UNIT_RECEIVED)
    take_step(desk.database, desk.account(Role.SECTION), matter_id, step, BY)
    return matter_id


@pytest.fixture
def shown(qtbot: QtBot, desk: SampleOffice) -> Iterator[Desk]:
    with opened(qtbot, desk, desk.account(Role.SECTION)) as shown:
        yield shown


def paper_form(qtbot: QtBot, shown: Desk) -> PaperForm:
    form = active(qtbot, shown, PaperForm)
    assert isinstance(form, PaperForm)
    return form


def accept(qtbot: QtBot, shown: Desk, matter_id: str) -> tuple[MattersPage, PaperForm]:
    """Write the acceptance and be led on to its notice."""
    page = open_matter(qtbot, shown, matter_id)
    press(qtbot, page, "受理")
    submit(qtbot, shown, active(qtbot, shown, StepForm))
    return page, paper_form(qtbot, shown)


def on_record(desk: SampleOffice) -> tuple[int, ...]:
    tables = ("step", "document", "number_request", "print_event")
    with desk.database.read() as session:
        return tuple(session.scalar(text(f"SELECT count(*) FROM {name}")) or 0 for name in tables)


def state(desk: SampleOffice, shown: Desk, matter_id: str) -> State | None:
    return matter_now(desk.database, shown.workplace.actor, matter_id, BY).standing.state


def test_one_press_takes_the_step_and_prints_its_paper_with_the_receipt(
    qtbot: QtBot, desk: SampleOffice, received: str
):
    with (
        LoopbackIppPrinter() as machine,
        opened(
            qtbot, desk, desk.account(Role.SECTION), form_printer=PrinterSettings(machine.url)
        ) as shown,
    ):
        page, form = accept(qtbot, shown, received)
        assert form.with_receipt.isChecked()
        form.delivered_to.setText("花园镇示例村3组")
        submit(qtbot, shown, form)
        assert state(desk, shown, received) is State.ACCEPTED
        assert "“受理”已记录。受理告知书、送达回证已出具，正在打印。" in page.matter.bar.text

        def states() -> list[str | None]:
            return [paper.state for paper in recent_documents(desk.database, desk.clerk)]

        qtbot.waitUntil(lambda: states() == [PrintState.PRINTED] * 2, timeout=30_000)
        rest(qtbot, shown)
        assert machine.printed("2") is not None
        said = texts(page.matter.papers)
        assert said.count("已打印") == 2
        assert "附送达回证" in said
        assert "受理告知书" not in said.split("已出的文书")[0], "it is not owed"


def test_going_back_leaves_neither_step_nor_number_and_what_was_typed_stays(
    qtbot: QtBot, desk: SampleOffice, shown: Desk, received: str
):
    before = on_record(desk)
    page, form = accept(qtbot, shown, received)
    assert form.fields["accepted_on"].value(), "drafted as if the step were taken"
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    rest(qtbot, shown)
    step = active(qtbot, shown, StepForm)
    assert isinstance(step, StepForm)
    assert on_record(desk) == before
    step.reason.set_text("经核实属本机关职权")
    submit(qtbot, shown, step)
    form = paper_form(qtbot, shown)
    form.cancel.click()
    rest(qtbot, shown)
    step = active(qtbot, shown, StepForm)
    assert isinstance(step, StepForm)
    assert step.reason.text() == "经核实属本机关职权"
    step.cancel.click()
    rest(qtbot, shown)
    assert on_record(desk) == before
    assert "已受理" not in texts(page.matter.head)


def test_the_step_can_go_first_and_leaves_the_paper_owed(
    qtbot: QtBot, desk: SampleOffice, shown: Desk, received: str
):
    page, form = accept(qtbot, shown, received)
    assert form.other.text() == "先办理，稍后出具"
    later(qtbot, shown, form)
    assert state(desk, shown, received) is State.ACCEPTED
    assert recent_documents(desk.database, desk.clerk) == ()
    owed = page.matter.opened.file.owed if page.matter.opened else ()
    assert {NOTICE, DocumentKind.SERVICE_RECEIPT} <= {paper.kind for paper in owed}


def test_of_several_papers_each_has_its_form_and_is_kept_when_one_goes_back(
    qtbot: QtBot, desk: SampleOffice, shown: Desk, received: str
):
    take_step(desk.database, shown.workplace.actor, received, StepInput(Event.ACCEPTED), BY)
    page = open_matter(qtbot, shown, received)
    press(qtbot, page, "延期")
    step = active(qtbot, shown, StepForm)
    assert isinstance(step, StepForm)
    step.reason.set_text("需要委托测绘")
    submit(qtbot, shown, step)
    first = paper_form(qtbot, shown)
    assert first.windowTitle() == "延期审批表"
    assert (first.press.text(), first.other.text()) == ("下一份", "这份稍后出具")
    progress = first.fields["progress"].row.field
    assert isinstance(progress, TextArea)
    progress.set_text("已调取补偿名单")
    submit(qtbot, shown, first)
    second = paper_form(qtbot, shown)
    assert (second.windowTitle(), second.press.text()) == ("延期告知书", "出具并打印")
    assert not first.isVisible()
    qtbot.keyClick(second, Qt.Key.Key_Escape)
    assert first.isVisible()
    assert first.fields["progress"].value() == "已调取补偿名单"
    submit(qtbot, shown, first)
    second = paper_form(qtbot, shown)
    before = on_record(desk)
    later(qtbot, shown, second)
    after = on_record(desk)
    assert (after[0] - before[0], after[1] - before[1]) == (1, 1), "the step and the first paper"
    (paper,) = recent_documents(desk.database, desk.clerk)
    assert paper.kind is DocumentKind.EXTENSION_APPROVAL


def test_what_was_queued_when_the_program_died_is_printed_at_the_next_start(
    qtbot: QtBot, desk: SampleOffice, making, received: str
):
    section = desk.account(Role.SECTION)
    made = issue_papers(making, section, accepted(making, section, received))
    with (
        LoopbackIppPrinter() as machine,
        opened(qtbot, desk, section, form_printer=PrinterSettings(machine.url)) as shown,
    ):
        qtbot.waitUntil(
            lambda: (
                {paper.state for paper in recent_documents(desk.database, section)}
                == {PrintState.PRINTED}
            ),
            timeout=30_000,
        )
        assert machine.printed("2") is not None
        idle(qtbot, shown)
    with opened(qtbot, desk, section, form_printer=PrinterSettings("ipp://127.0.0.1:9/none")):
        prints = [paper.prints for paper in recent_documents(desk.database, section)]
        assert prints == [1] * len(made), "printed once"


def test_who_prints_nothing_takes_the_step_alone(qtbot: QtBot, desk: SampleOffice):
    matter_id = registered(desk)
    leader = desk.account(Role.BUREAU_LEADER)
    with opened(qtbot, desk, leader) as shown:
        page = open_matter(qtbot, shown, matter_id)
        press(qtbot, page, "不予受理")
        form = active(qtbot, shown, StepForm)
        assert isinstance(form, StepForm)
        form.reason.set_text("不属于本机关职权")
        submit(qtbot, shown, form)
        assert state(desk, shown, matter_id) is State.NOT_ACCEPTED
        assert "还要出的文书" in texts(page.matter.papers)


def test_an_act_of_nothing_but_papers_needs_no_step(making, desk: SampleOffice, received: str):
    section = desk.account(Role.SECTION)
    act = accepted(making, section, received)
    issue_papers(making, section, PaperAct(act.orders))
    standing = matter_now(desk.database, section, received, BY).standing
    assert standing.state is State.UNIT_RECEIVED
