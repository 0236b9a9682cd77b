"""领导包案 and 积案 beside the list of matters: seen, narrowed to a leader, opened, exported."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from reception_desk.models.database import now
from reception_desk.ui.dialogs.export_form import ExportForm
from reception_desk.ui.pages.matters import MattersPage
from reception_desk.ui.tasks import Tasks
from tests.leaders import two_leaders
from tests.offices import SampleOffice, today
from tests.services.test_long_open import standing
from tests.services.test_steps import registered
from tests.ui.accessibility import nameless_controls
from tests.ui.desks import workplace
from tests.ui.stage import show
from tests.undertakings import undertaken


def page_of(qtbot: QtBot, desk: SampleOffice, tasks: Tasks, actor, days: int = 90) -> MattersPage:
    work = workplace(desk, tasks, actor=actor)
    work = replace(work, settings=replace(work.settings, long_open_days=days))
    page = MattersPage(work)
    show(qtbot, page, width=1240, height=660)
    qtbot.waitUntil(lambda: tasks.pending == 0, timeout=20_000)
    return page


def test_what_leaders_answer_for_is_listed_and_narrowed_to_one(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks
):
    section, secretary, magistrate = two_leaders(desk)
    first, second = registered(desk), registered(desk)
    undertaken(desk, first, secretary)
    undertaken(desk, second, magistrate, due_on=today() + timedelta(days=2))
    page = page_of(qtbot, desk, tasks, section)
    page.overview.show_undertakings()
    part = page.overview.undertakings
    qtbot.waitUntil(lambda: part.model.rowCount() == 2)
    assert page.overview.undertaken_button.isChecked()
    assert [row[2] for row in part.model.rows()] == ["吕某", "何某"]
    assert str(part.model.rows()[0][0]) == "三天内 还有 2 天"
    assert nameless_controls(part) == []
    part.leader.set_code(secretary)
    qtbot.waitUntil(lambda: part.model.rowCount() == 1)
    with qtbot.waitSignal(part.opened) as asked:
        qtbot.keyClick(part.table, Qt.Key.Key_Return)
    assert asked.args == [first]
    qtbot.waitUntil(lambda: tasks.pending == 0)


def test_what_is_long_unresolved_is_listed_by_the_office_s_days_and_exported(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks
):
    section, secretary, _ = two_leaders(desk)
    matter_id, other = registered(desk), registered(desk, arrived_at=now())
    standing(desk, matter_id, state="recheck")
    undertaken(desk, matter_id, secretary)
    page = page_of(qtbot, desk, tasks, section, days=30)
    page.overview.show_long_open()
    part = page.overview.long_open
    qtbot.waitUntil(lambda: part.model.rowCount() == 1)
    said = "\n".join(one.text() for one in part.findChildren(QLabel))
    assert "30 天以上" in said
    assert "只列事项，不列人" in said
    (row,) = part.model.rows()
    assert row[3:5] == ("复查后仍有争议", "复核中")
    assert row[6] == "何某"
    part.table.export_asked.emit()
    form = page.findChild(ExportForm) or part.window().findChild(ExportForm)
    assert form is not None
    form.close()
    assert other != matter_id
    qtbot.waitUntil(lambda: tasks.pending == 0)
