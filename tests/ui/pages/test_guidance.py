"""导访: the day in numbers, without a name or a matter."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from reception_desk.models.database import now
from reception_desk.rules.permissions import Role
from reception_desk.services.registration import ACCUSATION, register_visit
from reception_desk.ui.pages.guidance import GuidancePage
from tests.offices import SampleOffice, group, person, visit
from tests.ui.shell import idle, opened


def test_the_guide_sees_how_many_came_and_nothing_of_whom(qtbot: QtBot, desk: SampleOffice):
    register_visit(desk.database, desk.clerk, visit(person("张伟"), arrived_at=now()))
    register_visit(
        desk.database, desk.clerk, visit(person("王芳"), arrived_at=now(), matter_class=ACCUSATION)
    )
    with opened(qtbot, desk, desk.account(Role.GUIDE)) as opened_desk:
        page = opened_desk.window.open_page("guidance")
        assert isinstance(page, GuidancePage)
        idle(qtbot, opened_desk)
        assert page.count.text() == "1 批　1 人次"
        assert page.day.text().endswith(("，工作日", "，休息日"))

        record = register_visit(desk.database, desk.clerk, visit(*group(5, 2), arrived_at=now()))
        opened_desk.workplace.changes.visit_registered.emit(record.visit_id)
        qtbot.waitUntil(lambda: page.count.text() == "2 批　6 人次", timeout=10_000)
        words = "\n".join(part.text() for part in page.findChildren(QLabel))
        assert "张" not in words
        assert "流转费" not in words
        assert "不超过 5 人" in words
