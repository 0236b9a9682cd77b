"""A registered visit completed and corrected by a clerk's hands, on a real file."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from reception_desk.models.database import now
from reception_desk.models.document import Document
from reception_desk.models.matter import Step
from reception_desk.records.document import DocumentKind
from reception_desk.records.visit import MaterialInput, PersonRole, VisitRecord
from reception_desk.rules.corrections import Change, Subject
from reception_desk.services import drafts
from reception_desk.services.corrections import correct_visit
from reception_desk.services.papers import issue_paper
from reception_desk.services.registration import register_visit
from reception_desk.services.visits import load_visit
from reception_desk.ui.pages.reception import ReceptionPage
from reception_desk.ui.pages.reception.day_column import GapsRole
from reception_desk.ui.tasks import Tasks
from reception_desk.ui.workplace import Workplace
from tests.offices import SampleOffice, person, visit
from tests.ui.accessibility import nameless_controls
from tests.ui.desks import workplace
from tests.ui.hands import commit
from tests.ui.smooth import StallWatch
from tests.ui.stage import show

COMPLETE = {
    "matter_class": "3",
    "category": "040200",
    "place_code": "420921100",
    "privacy_notice": "2026-1",
}


@pytest.fixture
def work(desk: SampleOffice, tasks: Tasks) -> Workplace:
    return workplace(desk, tasks)


@pytest.fixture
def page(qtbot: QtBot, work: Workplace) -> Iterator[ReceptionPage]:
    opened = ReceptionPage(work)
    show(qtbot, opened, width=1282, height=700)
    yield opened
    opened.close_page()


def register(desk: SampleOffice, *persons: object, **values: object) -> VisitRecord:
    given = visit(*persons, **{"arrived_at": now(), **values})  # pyright: ignore[reportArgumentType]
    return register_visit(desk.database, desk.clerk, given)


def read(desk: SampleOffice, record: VisitRecord) -> VisitRecord:
    return load_visit(desk.database, desk.clerk, record.visit_id, reason="核对")


def steps(desk: SampleOffice) -> list[str]:
    with desk.database.read() as session:
        return list(session.scalars(select(Step.event).order_by(Step.id)))


def write(field: QWidget, text: str) -> None:
    """Put the caret into a field, take out what is there and write as an input method does."""
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_Delete)
    commit(field, text)


def buttons(inside: QWidget, words: str) -> list[QAbstractButton]:
    """Return the buttons in sight that say or are called so."""
    return [
        each
        for each in inside.findChildren(QAbstractButton)
        if words in (each.text() or each.accessibleName()) and each.isVisible() and each.height()
    ]


def click(qtbot: QtBot, inside: QWidget, words: str) -> None:
    """Click the first such button as soon as it is in sight."""
    qtbot.waitUntil(lambda: bool(buttons(inside, words)))
    qtbot.mouseClick(buttons(inside, words)[0], Qt.MouseButton.LeftButton)


def is_in_form(page: ReceptionPage) -> bool:
    return page.correction.isVisible()


def test_an_empty_registration_is_completed_without_a_reason(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice
):
    page.new_visitor()
    page.submit()
    record = page.current_record
    assert record is not None

    click(qtbot, page.registered, "补充登记")
    assert is_in_form(page)
    assert not page.correction.save_button.isEnabled()
    write(page.form.who.person.name, "李䶮")
    write(page.form.claim.claim.edit, "请求修路。已经三年。")
    assert page.correction.changes.text() == "补充来访人、诉求"
    assert not page.correction.reason.isVisible()
    page.submit()

    again = read(desk, record)
    assert not is_in_form(page)
    assert again.persons[0].name == "李䶮"
    assert again.summary == "请求修路"
    assert not again.to_complete
    assert (again.arrived_at, again.query_code) == (record.arrived_at, record.query_code)
    assert steps(desk) == ["registered", "registration_completed"]
    assert "已保存" in page.registered.bar.text


def test_what_was_given_asks_for_a_reason_in_the_form(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice, work: Workplace
):
    record = register(desk, person("张玮"))
    page.correct_visit(record.visit_id)
    assert page.form.who.person.name.text() == "张玮"
    write(page.form.who.person.name, "张伟")

    page.submit()

    assert is_in_form(page)
    assert read(desk, record) == record
    assert QApplication.focusWidget() is page.correction.reason
    assert work.messages.open_boxes() == []
    commit(page.correction.reason, "姓名听写有误")
    page.submit()
    assert read(desk, record).persons[0].name == "张伟"
    assert steps(desk) == ["registered", "registration_corrected"]


@pytest.mark.parametrize("how", ["escape", "button"])
def test_leaving_changes_nothing_and_what_was_typed_can_be_fetched_back(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice, how: str
):
    record = register(desk, person())
    page.correct_visit(record.visit_id)
    write(page.form.who.person.phone, "13900000000")
    page.drafts.keep()

    if how == "escape":
        QTest.keyClick(page.form.who.person.phone, Qt.Key.Key_Escape)
    else:
        click(qtbot, page.correction, "取消")

    assert not is_in_form(page)
    assert read(desk, record) == record
    assert drafts.open_drafts(desk.database, desk.clerk) == ()
    click(qtbot, page.registered.bar, "恢复")
    assert is_in_form(page)
    assert page.form.who.person.phone.text() == "13900000000"


def test_a_form_without_a_change_closes_without_a_word(page: ReceptionPage, desk: SampleOffice):
    record = register(desk, person(), materials=(MaterialInput("合同", 2),), needs=("wheelchair",))
    page.correct_visit(record.visit_id)
    assert page.correction.changes.text() == "还没有改动。"

    page.submit()

    assert not is_in_form(page)
    assert page.registered.bar.text == ""
    assert read(desk, record) == record


def test_a_restart_in_the_middle_loses_nothing(
    qtbot: QtBot, page: ReceptionPage, work: Workplace, desk: SampleOffice
):
    record = register(desk, person(), **COMPLETE)
    page.correct_visit(record.visit_id)
    write(page.form.who.person.phone, "13900000000")
    write(page.correction.reason, "号码更换")
    qtbot.waitUntil(lambda: "草稿已保存" in page.correction.saved.text())

    again = ReceptionPage(work)
    show(qtbot, again, width=1282, height=700)

    assert is_in_form(again)
    assert record.shown_number in again.form.bar.text
    assert again.form.who.person.phone.text() == "13900000000"
    assert again.correction.reason.text() == "号码更换"
    assert again.correction.changes.text() == "更正联系电话"
    again.submit()
    assert read(desk, record).persons[0].phone == "13900000000"
    assert drafts.open_drafts(desk.database, desk.clerk) == ()
    again.close_page()


def test_the_form_follows_what_another_window_saved_meanwhile(
    page: ReceptionPage, desk: SampleOffice
):
    record = register(desk, person())
    page.correct_visit(record.visit_id)
    write(page.form.who.person.phone, "13900000000")
    other = [
        Change(Subject.VISIT, "respondent", None, "村委会"),
        Change(Subject.PERSON, "phone", "13800000000", "13700000000", record.persons[0].person_id),
    ]
    correct_visit(desk.database, desk.clerk, record.visit_id, other, reason="号码更换")
    write(page.correction.reason, "号码听写有误")

    page.submit()

    assert is_in_form(page)
    assert "联系电话" in page.form.bar.text
    assert page.form.what.respondent.text() == "村委会"
    assert page.form.who.person.phone.text() == "13900000000"
    page.submit()
    assert not is_in_form(page)
    again = read(desk, record)
    assert (again.persons[0].phone, again.respondent) == ("13900000000", "村委会")


def test_untrue_papers_are_told_and_made_again(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice
):
    record = register(desk, person("张玮"))
    for kind in (DocumentKind.REGISTRATION_FORM, DocumentKind.RECEIPT):
        issue_paper(desk.database, desk.files, desk.clerk, record.visit_id, kind, paper="A5")
    page.correct_visit(record.visit_id)
    write(page.form.who.person.name, "王芳")
    write(page.correction.reason, "姓名听写有误")
    page.submit()

    assert page.registered.stale.text == "登记内容已更正，建议重新打印。"
    click(qtbot, page.registered.stale, "重新打印来访回执")

    def receipts() -> list[tuple[bool, bool]]:
        with desk.database.read() as session:
            rows = session.execute(
                select(Document.is_stale, Document.voided_at)
                .where(Document.kind == DocumentKind.RECEIPT.value)
                .order_by(Document.created_at)
            )
            return [(is_stale, voided is not None) for is_stale, voided in rows]

    qtbot.waitUntil(lambda: receipts() == [(True, True), (False, False)])


def test_an_accusation_is_told_what_to_do(page: ReceptionPage, desk: SampleOffice):
    record = register(desk, person())
    page.correct_visit(record.visit_id)
    page.form.what.matter_class.setFocus()
    write(page.form.what.matter_class, "检举控告")
    QTest.keyClick(page.form.what.matter_class, Qt.Key.Key_Return)

    page.submit()

    assert is_in_form(page)
    assert "另行登记" in page.form.bar.text
    assert record.shown_number in page.form.bar.text
    assert read(desk, record) == record


def test_a_companion_and_a_paper_go_and_others_come(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice
):
    record = register(
        desk,
        person("甲"),
        person("乙", role=PersonRole.COMPANION),
        materials=(MaterialInput("合同", 2),),
    )
    page.correct_visit(record.visit_id)
    click(qtbot, page.form, "移除这个人")
    click(qtbot, page.form, "移除这份材料")
    page.add_companion()
    commit(QApplication.focusWidget() or page, "丙")
    write(page.correction.reason, "登记时听错")
    page.submit()

    again = read(desk, record)
    assert [each.name for each in again.persons] == ["甲", "丙"]
    assert again.materials == ()


def test_choosing_another_person_does_not_rewrite_the_first(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice
):
    wanted = register(desk, person("李四清", phone="13600000000")).persons[0]
    record = register(desk, person("张三明"))
    page.correct_visit(record.visit_id)
    page.form.who.search.setFocus()
    qtbot.keyClicks(page.form.who.search, "lsq")
    qtbot.waitUntil(lambda: page.form.who.search.results_shown)
    QTest.keyClick(page.form.who.search, Qt.Key.Key_Return)
    assert page.form.who.person.name.text() == "李四清"
    write(page.correction.reason, "选错了人")
    page.submit()

    again = read(desk, record)
    assert [each.person_id for each in again.persons] == [wanted.person_id]
    assert again.persons[0].phone == "13600000000"


def test_five_megabytes_and_control_characters_while_correcting(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice, smooth: StallWatch
):
    record = register(desk, person(), claim="", to_complete=True)
    page.correct_visit(record.visit_id)
    QApplication.clipboard().setText("诉\x00\u202e" * 1_700_000)
    page.form.claim.claim.edit.setFocus()
    QTest.keyClick(page.form.claim.claim.edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(page.form.claim.claim.text()) == 20_000
    with smooth.look():
        commit(page.form.who.person.address, "某村\x07")

    page.correction.reason_edited.emit("听写\x00有误")
    page.submit()

    again = read(desk, record)
    assert set(again.claim) == {"诉"}
    assert again.persons[0].address is not None
    assert "\x07" not in again.persons[0].address


# Anonymous and unclear


def test_anonymous_and_unclear_are_kept_and_obeyed(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice
):
    page.new_visitor()
    sentences = page.side.missing
    assert any("缺姓名" in each.text() for each in sentences.findChildren(QPushButton))
    for box in (page.form.who.is_anonymous, page.form.who.is_unclear):
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Space)
    shown = [each.text() for each in sentences.findChildren(QPushButton) if each.isVisible()]
    assert not any("缺姓名" in words or "缺住址" in words for words in shown)
    clock = " ".join(each.text() for each in page.side.clock.findChildren(QLabel))
    assert "前转送、交办" in clock
    assert "不作书面告知" in clock
    page.submit()

    assert page.current_record is not None
    record = read(desk, page.current_record)
    assert (record.is_anonymous, record.is_unclear) == (True, True)
    page.correct_visit(record.visit_id)
    assert page.form.who.is_anonymous.isChecked()
    assert page.form.who.is_unclear.isChecked()


def test_a_name_beside_the_tick_is_pointed_out(page: ReceptionPage):
    page.new_visitor()
    commit(page.form.who.person.name, "王芳")
    page.form.who.is_anonymous.setChecked(True)

    assert "匿名" in page.form.who.bar.text


# The closing list of the day


def gaps_in_list(page: ReceptionPage) -> dict[str, int]:
    model = page.day.list.model()
    ids = page.day.visit_ids()
    return {ids[row]: model.index(row, 0).data(GapsRole) for row in range(model.rowCount())}


def test_the_day_says_which_registrations_lack_something_and_shows_only_those(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice, work: Workplace
):
    whole = register(desk, person(), **COMPLETE)
    lacking = register(desk, person(), **{**COMPLETE, "category": None, "claim": ""})
    work.changes.visit_registered.emit(lacking.visit_id)
    qtbot.waitUntil(lambda: len(gaps_in_list(page)) == 2)

    assert gaps_in_list(page) == {whole.visit_id: 0, lacking.visit_id: 2}
    assert page.day.only_gaps.text() == "待补充 1"
    row = page.day.visit_ids().index(lacking.visit_id)
    spoken = page.day.list.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "登记缺 2 项" in spoken
    qtbot.mouseClick(page.day.only_gaps, Qt.MouseButton.LeftButton)
    assert page.day.visit_ids() == [lacking.visit_id]

    page.day.visit_chosen.emit(lacking.visit_id)
    assert page.registered.gaps.isVisible()
    click(qtbot, page.registered.gaps, "未选内容分类")
    assert QApplication.focusWidget() is page.form.what.category
    page.form.what.category.set_code("040200")
    write(page.form.claim.claim.edit, "请求修路")
    page.submit()

    qtbot.waitUntil(lambda: page.day.only_gaps.isHidden())
    assert len(page.day.visit_ids()) == 2
    assert page.registered.gaps.isHidden()


# Undo


def test_a_correction_is_undone_and_restored(qtbot: QtBot, page: ReceptionPage, desk: SampleOffice):
    record = register(desk, person(), category="040200")
    page.correct_visit(record.visit_id)
    page.form.what.category.set_code("010200")
    write(page.correction.reason, "分类有误")
    page.submit()

    page.undo()

    assert read(desk, record).category == "040200"
    assert "已撤销" in page.notice.text
    assert "内容分类" in page.notice.text
    click(qtbot, page.notice, "恢复")
    assert read(desk, record).category == "010200"
    page.undo()
    assert read(desk, record).category == "040200"
    page.undo()
    assert read(desk, record).category == "040200"
    assert steps(desk) == ["registered", *["registration_corrected"] * 4]


def test_a_visit_joined_to_an_earlier_matter_is_parted_again(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice
):
    first = register(desk, person("李䶮"))
    known = person("李䶮", person_id=first.persons[0].person_id)
    later = register(desk, known, claim="同一件事")
    page.correct_visit(later.visit_id)
    click(qtbot, page.side.matters, "设为同一事项")
    assert page.correction.changes.text() == "更正所属事项"
    write(page.correction.reason, "同一事项")
    page.submit()
    assert read(desk, later).matter_id == first.matter_id
    assert read(desk, later).is_repeat

    page.undo()

    assert read(desk, later).matter_id == later.matter_id
    assert not read(desk, later).is_repeat
    assert "所属事项" in page.notice.text


def test_leaving_a_matter_goes_back_to_the_visits_own(
    qtbot: QtBot, page: ReceptionPage, desk: SampleOffice
):
    first = register(desk, person("李䶮"))
    later = register(desk, person("李䶮", person_id=first.persons[0].person_id))
    page.correct_visit(later.visit_id)
    click(qtbot, page.side.matters, "设为同一事项")
    click(qtbot, page.side.matters, "✓")

    assert page.correction.changes.text() == "还没有改动。"


def test_what_was_changed_since_is_not_undone(page: ReceptionPage, desk: SampleOffice):
    record = register(desk, person(), respondent="甲")
    page.correct_visit(record.visit_id)
    write(page.form.what.respondent, "乙")
    write(page.correction.reason, "听写有误")
    page.submit()
    later = Change(Subject.VISIT, "respondent", "乙", "丙")
    correct_visit(desk.database, desk.clerk, record.visit_id, [later], reason="核实")

    page.undo()

    assert "不能撤销" in page.notice.text
    assert read(desk, record).respondent == "丙"


# Other windows, other tabs


def test_another_windows_correction_is_shown_in_the_open_tab(
    page: ReceptionPage, desk: SampleOffice, work: Workplace
):
    record = register(desk, person(), claim="", to_complete=True)
    page.day.visit_chosen.emit(record.visit_id)
    completed = [Change(Subject.VISIT, "claim", "", "请求修路")]
    correct_visit(desk.database, desk.clerk, record.visit_id, completed)

    work.changes.visit_changed.emit(record.visit_id)

    assert page.current_record is not None
    assert page.current_record.claim == "请求修路"


def test_closing_the_tab_of_an_unsaved_correction_asks_first(
    page: ReceptionPage, desk: SampleOffice, work: Workplace
):
    record = register(desk, person())
    page.correct_visit(record.visit_id)
    write(page.form.who.person.phone, "1")

    page.tabs.close_asked.emit(page.tabs.current_key())

    (box,) = work.messages.open_boxes()
    box.reject()
    assert len(page.tabs.keys()) == 1


def test_every_control_has_a_name_while_correcting(page: ReceptionPage, desk: SampleOffice):
    record = register(desk, person(), materials=(MaterialInput("合同"),))
    page.correct_visit(record.visit_id)
    page.correction.ask_reason()

    assert nameless_controls(page) == []


def test_a_whole_visit_is_shown_and_kept_as_it_is(page: ReceptionPage, desk: SampleOffice):
    """Opening the form and touching one field changes this field only."""
    rich = replace(
        person("李䶮"), nation="15", occupation="02", birth_date=None, organisation_name="某社"
    )
    record = register(
        desk,
        rich,
        person("乙", role=PersonRole.AGENT),
        facts="第一行\n第二行",
        purpose="03",
        outcome="01",
        delivery_way="direct",
        delivery_address="某处",
        is_oral=True,
        read_back_at=now(),
        needs=("dialect",),
        materials=(MaterialInput("合同", 2, 3, is_original=True),),
        **{**COMPLETE, "privacy_notice": "2025-9"},
    )
    page.correct_visit(record.visit_id)
    write(page.form.what.respondent, "村委会")
    page.submit()

    assert read(desk, record) == replace(record, respondent="村委会")
