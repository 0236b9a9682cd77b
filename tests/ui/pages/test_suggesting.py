"""Matters that may be the one of the open visit, offered while the form is filled in."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from reception_desk.models.audit import AuditEntry
from reception_desk.models.matter import VisitMatter
from reception_desk.records.document import DocumentKind
from reception_desk.records.similar_matters import SimilarMatter, Standstill
from reception_desk.records.visit import MatterHint, PersonRole, VisitRecord
from reception_desk.services.registration import register_visit
from reception_desk.ui.pages.reception import ReceptionPage
from reception_desk.ui.pages.reception.matters_card import MattersCard
from reception_desk.ui.pages.reception.visit_draft import PersonDraft
from reception_desk.ui.tasks import Tasks
from tests.offices import MAN, WOMAN, SampleOffice, person, visit
from tests.ui.accessibility import nameless_controls
from tests.ui.desks import workplace
from tests.ui.hands import commit
from tests.ui.stage import show

RENT = "要求支付拖欠的土地流转费。村委会自2024年起没有发放。"
MOMENT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HINT = MatterHint("m", "土地流转费", MOMENT, MOMENT, "T-1-20261123-001", 2, None)


@pytest.fixture
def page(qtbot: QtBot, desk: SampleOffice, tasks: Tasks) -> Iterator[ReceptionPage]:
    opened = ReceptionPage(workplace(desk, tasks))
    show(qtbot, opened, width=1282, height=700)
    opened.new_visitor()
    yield opened
    opened.close_page()


@pytest.fixture
def rent(desk: SampleOffice) -> VisitRecord:
    return register_visit(desk.database, desk.clerk, visit(person("张伟"), claim=RENT))


def offered(page: ReceptionPage) -> list[str]:
    return [
        button.accessibleName()
        for button in page.side.matters.findChildren(QPushButton)
        if button.isVisible()
    ]


def looks(desk: SampleOffice) -> int:
    with desk.database.read() as session:
        return (
            session.scalar(
                select(func.count())
                .select_from(AuditEntry)
                .where(AuditEntry.action == "view_similar_matters")
            )
            or 0
        )


def write_claim(page: ReceptionPage, claim: str) -> None:
    page.form.claim.claim.edit.setFocus()
    commit(page.form.claim.claim.edit, claim)
    page.form.claim.facts.edit.setFocus()


def test_a_claim_of_the_same_words_is_offered_once_the_field_is_left(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice, rent: VisitRecord
):
    write_claim(page, "反映村委会拖欠土地流转费")
    qtbot.waitUntil(lambda: len(offered(page)) == 1)

    assert "诉求都说到“土地流转费”“村委会”。" in offered(page)[0]
    assert nameless_controls(page.side.matters) == []
    qtbot.mouseClick(
        next(b for b in page.side.matters.findChildren(QPushButton) if b.isVisible()),
        Qt.MouseButton.LeftButton,
    )
    page.submit()
    with desk.database.read() as session:
        assert len(set(session.scalars(select(VisitMatter.matter_id)))) == 1


def test_nothing_is_linked_unless_the_clerk_chooses(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice, rent: VisitRecord
):
    write_claim(page, RENT)
    qtbot.waitUntil(lambda: len(offered(page)) == 1)
    page.submit()

    with desk.database.read() as session:
        assert len(set(session.scalars(select(VisitMatter.matter_id)))) == 2


def test_a_look_is_on_record_once_until_something_changes(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice, tasks: Tasks, rent: VisitRecord
):
    write_claim(page, RENT)
    qtbot.waitUntil(lambda: len(offered(page)) == 1)
    for field in (page.form.claim.claim.edit, page.form.claim.facts.edit):
        field.setFocus()
    qtbot.waitUntil(lambda: tasks.pending == 0)
    assert looks(desk) == 1

    page.form.what.category.set_code("010200")
    qtbot.waitUntil(lambda: tasks.pending == 0)
    assert looks(desk) == 2


def test_an_empty_form_looks_for_nothing(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice, tasks: Tasks, rent: VisitRecord
):
    write_claim(page, "请求解决")
    qtbot.waitUntil(lambda: tasks.pending == 0)

    assert looks(desk) == 0
    assert offered(page) == []


def test_the_matters_of_the_person_come_first_with_their_reason(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice, rent: VisitRecord
):
    other = visit(person("王芳", document_number=WOMAN, phone="13900000000"), claim=RENT)
    register_visit(desk.database, desk.clerk, other)
    write_claim(page, RENT)
    page.form.who.number_settled.emit(MAN)
    same = "信访人（代表）相同。"
    qtbot.waitUntil(lambda: [same in one for one in offered(page)] == [True, False])

    words = [label.text() for label in page.side.matters.findChildren(QLabel)]
    assert "其他人提出、可能是同一事项的" in words


def test_a_representative_added_later_is_looked_for_too(
    qtbot: QtBot, page: ReceptionPage, rent: VisitRecord
):
    page.form.who.add_person(
        PersonDraft(role=PersonRole.REPRESENTATIVE.value, name="张伟", document_number=MAN)
    )
    write_claim(page, "另一件事的诉求内容")

    qtbot.waitUntil(lambda: len(offered(page)) == 1)


def test_another_tab_shows_its_own(qtbot: QtBot, page: ReceptionPage, rent: VisitRecord):
    write_claim(page, RENT)
    qtbot.waitUntil(lambda: len(offered(page)) == 1)
    page.new_visitor()
    assert offered(page) == []
    page.go_to_tab(1)
    qtbot.waitUntil(lambda: len(offered(page)) == 1)


def test_a_matter_that_is_not_taken_again_says_why_and_by_which_paper(qtbot: QtBot):
    card = MattersCard("Asia/Shanghai")
    show(qtbot, card)
    told = Standstill(
        "花园镇于2026年10月12日受理，正在办理。",
        "《信访工作条例》第十九条第三款",
        DocumentKind.NON_ACCEPTANCE_NOTICE,
        date(2026, 12, 11),
    )
    found = SimilarMatter(HINT, ("信访人（代表）相同。",), told)
    card.show_matters((HINT,), "", knows_person=True, similar=(found,))
    card.focus_first()
    words = [label.text() for label in card.findChildren(QLabel)]

    assert told.sentence in words
    assert "《信访工作条例》第十九条第三款 · 不予受理告知书" in words
    qtbot.waitUntil(lambda: card.has_focus)
    card.show_matters((HINT,), "m", knows_person=True)
    qtbot.waitUntil(lambda: card.has_focus)  # the matter that had the focus keeps it
