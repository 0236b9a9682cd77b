"""来信 beside the list of matters: registered, read, owed, led on to the scanner."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from reception_desk.records.actor import Actor
from reception_desk.rules.permissions import Role
from reception_desk.services.letters import letters
from reception_desk.services.promises import open_promises
from reception_desk.ui.dialogs.letter_form import LetterForm, ReadingForm
from reception_desk.ui.pages.matters import MattersPage
from reception_desk.ui.pages.matters.letters import Letters
from reception_desk.ui.tasks import Tasks
from tests.leaders import two_leaders
from tests.letters import a_letter
from tests.offices import SampleOffice, today
from tests.services.test_steps import unit_id
from tests.ui.accessibility import nameless_controls
from tests.ui.hands import commit
from tests.ui.pages.test_ledgers import page_of

CONTROL = Qt.KeyboardModifier.ControlModifier


def words(part: QWidget) -> str:
    return "\n".join(one.text() for one in part.findChildren(QLabel))


def part_of(qtbot: QtBot, desk: SampleOffice, tasks: Tasks, actor: Actor) -> Letters:
    page: MattersPage = page_of(qtbot, desk, tasks, actor)
    page.overview.show_letters()
    qtbot.waitUntil(lambda: tasks.pending == 0)
    assert page.overview.letters_button.isChecked()
    return page.overview.letters


def test_a_letter_is_registered_and_led_on_to_the_scanner(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks
):
    _, secretary, _ = two_leaders(desk)
    part = part_of(qtbot, desk, tasks, desk.clerk)
    assert nameless_controls(part) == []
    part.register_button.click()
    qtbot.waitUntil(lambda: isinstance(part.form, LetterForm))
    form = part.form
    assert isinstance(form, LetterForm)
    assert nameless_controls(form) == []
    qtbot.keyClick(form, Qt.Key.Key_Return, CONTROL)
    assert "请写明来信的诉求。" in words(form)
    form.posted.set_day(today() + timedelta(days=1))
    form.leader.set_code(secretary)
    form.name.setText("张某")
    form.address.setText("花园镇")
    commit(form.claim.edit, "反映排水沟淤塞")
    form.press.click()
    assert "邮戳日期晚于收信日期" in words(form)
    form.posted.set_day(today())
    form.press.click()
    qtbot.waitUntil(lambda: part.model.rowCount() == 1)
    assert "来信已登记" in part.bar.text
    (line,) = letters(desk.database, desk.clerk)
    assert (line.title, line.leader) == ("反映排水沟淤塞", "何某")
    assert part.model.rows()[0][3] == "待阅"
    with qtbot.waitSignal(part.scan_asked) as asked:
        part.scan_button.click()
    assert asked.args == [line.visit_id]
    qtbot.waitUntil(lambda: tasks.pending == 0)


def test_a_reading_is_noted_and_what_it_instructs_is_owed(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks
):
    section, secretary, _ = two_leaders(desk)
    a_letter(desk, secretary)
    part = part_of(qtbot, desk, tasks, section)
    part.read_button.click()
    qtbot.waitUntil(lambda: isinstance(part.form, ReadingForm))
    form = part.form
    assert isinstance(form, ReadingForm)
    assert nameless_controls(form) == []
    assert form.leader.code() == secretary
    commit(form.text.edit, "请核实后书面答复")
    form.press.click()
    assert "有批示的，要写明责任单位。" in words(form)
    form.unit.set_code(unit_id(desk, "T100"))
    form.owner.setText("施某")
    form.due.set_day(today() + timedelta(days=9))
    form.press.click()
    qtbot.waitUntil(lambda: "已登记阅批和批示。" in part.bar.text)
    qtbot.waitUntil(lambda: str(part.model.rows()[0][5]) == "还有 9 天")
    (promise,) = open_promises(desk.database, section)
    assert promise.promise.what == "请核实后书面答复"
    qtbot.waitUntil(lambda: tasks.pending == 0)


def test_without_leaders_it_is_said_and_who_may_not_is_offered_nothing(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks
):
    a_letter(desk)
    part = part_of(qtbot, desk, tasks, desk.account(Role.SECTION))
    part.ask_reading()
    qtbot.waitUntil(lambda: "还没有领导名单。" in part.bar.text)
    unit = part_of(qtbot, desk, tasks, desk.account(Role.COUNTY_LEADER))
    for button in (unit.register_button, unit.read_button, unit.scan_button):
        assert button.isHidden()
