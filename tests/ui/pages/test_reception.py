"""The clerk's page, typed and clicked as a clerk does, on a real file."""

import json
from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select, update

from reception_desk.models.local import Draft
from reception_desk.models.visit import Visit
from reception_desk.records.card import CardData, CardKind
from reception_desk.records.document import DocumentKind
from reception_desk.services import drafts, printing
from reception_desk.services.registration import register_visit
from reception_desk.ui.pages.reception import ReceptionPage
from reception_desk.ui.tasks import Tasks
from reception_desk.ui.workplace import Workplace
from tests.offices import MAN, WOMAN, SampleOffice, person, visit
from tests.ui.accessibility import nameless_controls
from tests.ui.desks import workplace
from tests.ui.hands import commit
from tests.ui.smooth import StallWatch
from tests.ui.stage import show

CARD = CardData(
    kind=CardKind.CITIZEN,
    name="李䶮",
    sex="2",
    nation="15",
    birth_date=date(1901, 2, 3),
    address="湖北省孝昌县花园镇",
    number=WOMAN,
    is_long_term=True,
)


@pytest.fixture
def work(desk: SampleOffice, tasks: Tasks) -> Workplace:
    return workplace(desk, tasks)


@pytest.fixture
def page(qtbot: QtBot, work: Workplace) -> Iterator[ReceptionPage]:
    opened = ReceptionPage(work)
    show(qtbot, opened, width=1282, height=700)
    yield opened
    opened.close_page()


def press(key: Qt.Key) -> None:
    """Press a key wherever the focus is."""
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key)


def type_text(text: str) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClicks(target, text)


def visits_on_record(desk: SampleOffice) -> int:
    with desk.database.read() as session:
        return session.scalar(select(func.count()).select_from(Visit)) or 0


def test_a_new_visitor_is_registered_by_typing_alone(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice
):
    page.new_visitor()
    commit(page.form.who.person.name, "王芳")
    qtbot.keyClicks(page.form.who.person.phone, "13800000000")
    page.form.claim.claim.edit.setFocus()
    commit(page.form.claim.claim.edit, "反映邻居违章建房")

    page.submit()

    assert visits_on_record(desk) == 1
    qtbot.waitUntil(lambda: "来访回执" in texts(page))


def texts(page: ReceptionPage) -> str:
    return " ".join(found.text() for found in page.registered.findChildren(QLabel))


def test_nothing_at_all_is_still_registered(page: ReceptionPage, desk: SampleOffice):
    page.new_visitor()
    page.submit()

    assert visits_on_record(desk) == 1


def test_the_centres_number_appears_in_the_open_visit_and_on_its_next_paper(
    qtbot: QtBot, page: ReceptionPage, work: Workplace, desk: SampleOffice
):
    page.new_visitor()
    page.submit()
    qtbot.waitUntil(lambda: "来访回执" in texts(page))
    record = page.current_record
    assert record is not None
    with desk.database.apply() as connection:
        connection.execute(update(Visit).values(number="420921-LF-20261123-0007"))

    work.changes.visit_changed.emit(record.visit_id)

    assert "420921-LF-20261123-0007" in texts(page)
    assert record.provisional_number in texts(page)
    assert page.current_record is not None
    assert page.current_record.shown_number == "420921-LF-20261123-0007"
    page.after.print_kind(DocumentKind.RECEIPT)
    qtbot.waitUntil(lambda: paper_number(desk, record.visit_id) == "420921-LF-20261123-0007")


def paper_number(desk: SampleOffice, visit_id: str) -> str | None:
    papers = printing.documents_of_visit(desk.database, desk.clerk, visit_id)
    return papers[-1].number


def test_printing_again_makes_a_paper_with_the_new_number(
    qtbot: QtBot, page: ReceptionPage, work: Workplace, desk: SampleOffice
):
    page.new_visitor()
    page.submit()
    qtbot.waitUntil(lambda: "打印" in buttons(page))
    record = page.current_record
    assert record is not None
    assert paper_number(desk, record.visit_id) == record.provisional_number
    with desk.database.apply() as connection:
        connection.execute(update(Visit).values(number="420921-LF-20261123-0007"))
    work.changes.visit_changed.emit("")

    buttons(page)["打印"].click()

    qtbot.waitUntil(lambda: paper_number(desk, record.visit_id) == "420921-LF-20261123-0007")


def test_f5_without_a_paper_says_where_papers_are(page: ReceptionPage, work: Workplace):
    page.reprint_last()

    (sheet,) = work.messages.open_boxes()
    assert "文书打印" in " ".join(found.text() for found in sheet.findChildren(QLabel))
    sheet.reject()


def buttons(page: ReceptionPage) -> dict[str, QPushButton]:
    return {found.text(): found for found in page.registered.findChildren(QPushButton)}


def test_a_card_fills_the_form_without_an_open_tab(
    qtbot: QtBot, page: ReceptionPage, work: Workplace
):
    work.card_watch.card_read.emit(CARD)

    form = page.form.who.person
    assert form.name.text() == "李䶮"
    assert form.document_number.text() == WOMAN
    assert form.sex.text() == "女"
    assert form.nation.code() == "15"
    assert form.birth_date.day() == date(1901, 2, 3)


def test_a_known_visitor_with_the_same_matter_takes_four_actions(
    qtbot: QtBot, page: ReceptionPage, work: Workplace, desk: SampleOffice
):
    before = register_visit(desk.database, desk.clerk, visit(person("李䶮", document_number=WOMAN)))

    page.new_visitor()  # 1: F2
    work.card_watch.card_read.emit(CARD)  # 2: the card
    qtbot.waitUntil(lambda: page.side.matters.has_focus)
    press(Qt.Key.Key_Return)  # 3: the same matter
    page.submit()  # 4: Ctrl+Enter

    with desk.database.read() as session:
        last = session.scalars(select(Visit).order_by(Visit.created_at.desc())).first()
    assert last is not None
    assert last.id != before.visit_id
    tab = page.current_record
    assert tab is not None
    assert tab.is_repeat
    assert tab.matter_id == before.matter_id
    assert tab.persons[0].person_id == before.persons[0].person_id


def test_a_known_visitor_by_initials_within_ten_keys(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice
):
    before = register_visit(desk.database, desk.clerk, visit(person("张三明")))

    page.new_visitor()  # F2
    type_text("zsm")
    qtbot.waitUntil(lambda: page.form.who.search.results_shown)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.side.matters.has_focus)
    press(Qt.Key.Key_Return)
    page.submit()  # Ctrl+Enter: 1 + 3 + 1 + 1 + 1 = 7 keys

    assert page.current_record is not None
    assert page.current_record.matter_id == before.matter_id


def test_a_typed_phone_on_record_offers_the_person_and_assumes_nothing(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice
):
    before = register_visit(desk.database, desk.clerk, visit(person("王芳")))
    page.new_visitor()
    page.form.who.person.phone.setFocus()
    qtbot.keyClicks(page.form.who.person.phone, "13800000000")
    press(Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: "是同一人时请选用" in page.form.who.bar.text)
    assert page.form.who.person.name.text() == ""
    links = [b for b in page.form.who.bar.findChildren(QPushButton) if "选用" in b.text()]
    qtbot.mouseClick(links[0], Qt.MouseButton.LeftButton)

    assert page.form.who.person.name.text() == "王芳"
    qtbot.waitUntil(lambda: page.side.matters.has_focus)
    assert before.persons


def test_each_further_card_names_a_companion(page: ReceptionPage, work: Workplace):
    work.card_watch.card_read.emit(CARD)
    for number in range(4):
        other = CardData(kind=CardKind.CITIZEN, name=f"访民{number}", number=f"GROUP{number}")
        work.card_watch.card_read.emit(other)

    page.submit()

    assert page.current_record is not None
    assert len(page.current_record.persons) == 5
    assert page.current_record.head_count == 5


def test_the_code_of_a_receipt_opens_its_visit(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice
):
    record = register_visit(desk.database, desk.clerk, visit(person()))

    page.take_code(f"{record.provisional_number} {record.query_code}")

    qtbot.waitUntil(lambda: page.current_record is not None)
    assert page.current_record == record


def test_a_reader_that_types_the_number_begins_a_visitor(page: ReceptionPage):
    page.take_code(MAN)

    assert page.form.who.person.document_number.text() == MAN
    assert page.form.who.person.birth_date.day() == date(1900, 1, 1)


def test_what_is_typed_is_a_draft_within_a_second_and_comes_back(
    qtbot: QtBot, page: ReceptionPage, work: Workplace, desk: SampleOffice
):
    page.new_visitor()
    commit(page.form.who.person.name, "王芳")
    page.form.claim.claim.edit.setFocus()
    qtbot.keyClicks(page.form.claim.claim.edit, "abc")

    def is_kept() -> bool:
        with desk.database.read() as session:
            payload = session.scalar(select(Draft.payload))
        return payload is not None and json.loads(payload)["claim"] == "abc"

    qtbot.waitUntil(is_kept)
    again = ReceptionPage(work)
    qtbot.addWidget(again)

    assert again.form.who.person.name.text() == "王芳"
    assert again.form.claim.claim.text() == "abc"


def test_two_visitors_at_once_keep_apart(qtbot: QtBot, page: ReceptionPage):
    page.new_visitor()
    commit(page.form.who.person.name, "王芳")
    page.new_visitor()
    commit(page.form.who.person.name, "吴强")

    page.go_to_tab(1)
    assert page.form.who.person.name.text() == "王芳"
    page.go_to_tab(2)
    assert page.form.who.person.name.text() == "吴强"


def test_six_representatives_are_told_inline_and_the_draft_stays(
    page: ReceptionPage, desk: SampleOffice
):
    from reception_desk.ui.pages.reception.visit_draft import PersonDraft

    page.new_visitor()
    for number in range(6):
        page.form.who.add_person(PersonDraft(role="representative", name=f"代表{number}"))
    assert "代表不得超过5人" in page.form.who.bar.text

    page.submit()

    assert visits_on_record(desk) == 0
    assert "代表不得超过5人" in page.form.who.bar.text
    assert len(drafts.open_drafts(desk.database, desk.clerk)) == 1


def test_an_odd_number_is_marked_and_does_not_block(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice
):
    page.new_visitor()
    field = page.form.who.person.document_number
    field.setFocus()
    qtbot.keyClicks(field, "420921190002290013")
    press(Qt.Key.Key_Return)

    assert "日期" in field.accessibleDescription()
    page.submit()
    assert visits_on_record(desk) == 1


def test_a_number_fills_sex_and_birth_date(qtbot: QtBot, page: ReceptionPage):
    page.new_visitor()
    field = page.form.who.person.document_number
    field.setFocus()
    qtbot.keyClicks(field, MAN)
    press(Qt.Key.Key_Return)

    assert page.form.who.person.sex.text() == "男"
    assert page.form.who.person.birth_date.day() == date(1900, 1, 1)


def test_five_megabytes_pasted_do_not_freeze_and_say_what_was_cut(
    qtbot: QtBot, page: ReceptionPage, smooth: StallWatch
):
    page.new_visitor()
    QApplication.clipboard().setText("诉" * 1_700_000)
    page.form.claim.claim.edit.setFocus()

    QTest.keyClick(page.form.claim.claim.edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert "1,700,000" in page.form.claim.bar.text
    assert len(page.form.claim.claim.text()) == 20_000


def test_a_name_without_a_glyph_is_flagged(qtbot: QtBot, page: ReceptionPage):
    page.new_visitor()
    name = page.form.who.person.name
    name.setFocus()
    commit(name, "李\U0003134a")
    press(Qt.Key.Key_Return)

    assert "字形" in name.accessibleDescription()


def test_a_date_that_cannot_be_read_is_kept_as_words(qtbot: QtBot, page: ReceptionPage):
    page.new_visitor()
    commit(page.form.who.person.name, "王芳")
    qtbot.keyClicks(page.form.who.person.birth_date, "1950-02-31")

    page.submit()

    assert page.current_record is not None
    assert "1950-02-31" in page.current_record.facts
    assert page.current_record.persons[0].birth_date is None


def test_the_closing_list_jumps_to_the_field(qtbot: QtBot, page: ReceptionPage):
    page.new_visitor()
    page.side.missing.jump_asked.emit("phone")

    assert QApplication.focusWidget() is page.form.who.person.phone


def test_closing_an_unregistered_tab_asks_first(qtbot: QtBot, page: ReceptionPage, work: Workplace):
    page.new_visitor()
    commit(page.form.who.person.name, "王芳")
    page.drafts.keep()

    page.tabs.close_asked.emit(page.tabs.current_key())

    boxes = work.messages.open_boxes()
    assert len(boxes) == 1
    boxes[0].reject()
    assert len(page.tabs.keys()) == 1


def test_every_control_has_a_name(page: ReceptionPage):
    page.new_visitor()
    page.form.who.add_companion()

    assert nameless_controls(page) == []
    page.submit()
    assert nameless_controls(page) == []


def test_switching_and_typing_do_not_stall(qtbot: QtBot, page: ReceptionPage, smooth: StallWatch):
    page.new_visitor()
    page.new_visitor()
    with smooth.look():
        page.go_to_tab(1)
        qtbot.keyClicks(page.form.who.person.name, "zhang")
        page.go_to_tab(2)


def test_another_windows_visit_appears_in_the_list(
    qtbot: QtBot, page: ReceptionPage, work: Workplace, desk: SampleOffice
):
    from reception_desk.models.database import now

    record = register_visit(desk.database, desk.clerk, visit(person("李䶮"), arrived_at=now()))
    work.changes.visit_registered.emit(record.visit_id)

    qtbot.waitUntil(lambda: page.day.list.model().rowCount() == 1)
