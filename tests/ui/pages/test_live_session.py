"""视频接访 while people talk: the log by the keyboard, on a real database."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reception_desk.devices.scanner import Scanner
from reception_desk.devices.scanner.simulated import SimulatedScanner
from reception_desk.errors import DeskError
from reception_desk.models.database import now
from reception_desk.records.document import DocumentKind
from reception_desk.records.identifiers import new_id
from reception_desk.records.scanning import ScannedPage as ScannedImage
from reception_desk.records.session_log import NoteInput, NoteKind
from reception_desk.rules.session_log import LogEntry, SessionLog
from reception_desk.services import drafts
from reception_desk.services.printing import documents_of_visit
from reception_desk.services.promises import promises_of_matter
from reception_desk.services.scans import attach_page, pages_of_visit
from reception_desk.services.session_log import log_of, write_note
from reception_desk.ui.pages.video_sessions.live_session import LiveSession
from reception_desk.ui.pages.video_sessions.log_draft import (
    PAGE,
    EntryDraft,
    drafts_of,
    record_of,
)
from reception_desk.ui.pages.video_sessions.log_words import LineLook, PartLook
from reception_desk.ui.tasks import Tasks
from reception_desk.ui.widgets.buttons import Button
from tests.offices import SampleOffice, today
from tests.sessions import SampleSession, a_session
from tests.ui.accessibility import nameless_controls
from tests.ui.desks import workplace
from tests.ui.hands import commit
from tests.ui.stage import show

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def sample(desk: SampleOffice) -> SampleSession:
    made = a_session(desk)
    made.begun()
    return made


@pytest.fixture
def live(qtbot: QtBot, desk: SampleOffice, sample: SampleSession, tasks: Tasks) -> LiveSession:
    return opened(qtbot, desk, sample, tasks)


def opened(
    qtbot: QtBot,
    desk: SampleOffice,
    sample: SampleSession,
    tasks: Tasks,
    scanner: Scanner | None = None,
) -> LiveSession:
    widget = LiveSession(workplace(desk, tasks, scanner=scanner))
    show(qtbot, widget, width=1200, height=680)
    with qtbot.waitSignal(widget.shown):
        widget.open_session(sample.session_id)
    widget.take_focus()
    return widget


def log(sample: SampleSession) -> SessionLog:
    return log_of(sample.desk.database, sample.actor, sample.session_id)


def entries(sample: SampleSession) -> list[LogEntry]:
    return list(log(sample).entries)


def type_words(words: str) -> None:
    field = QApplication.focusWidget()
    assert field is not None
    commit(field, words)


def press(qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
    target = QApplication.focusWidget()
    assert target is not None
    qtbot.keyClick(target, key, held)


def write(qtbot: QtBot, live: LiveSession) -> None:
    """Enter at the end of an entry, until the list shows what was written."""
    with qtbot.waitSignal(live.writing.written):
        press(qtbot, Qt.Key.Key_Return)
    settled(qtbot, live)


def settled(qtbot: QtBot, live: LiveSession) -> None:
    qtbot.waitUntil(lambda: live.work.tasks.pending == 0)


def test_an_entry_keeps_the_moment_of_its_key(
    qtbot: QtBot, live: LiveSession, sample: SampleSession
):
    press(qtbot, Qt.Key.Key_1, ALT)
    begun = live.line.draft
    assert begun is not None
    press(qtbot, Qt.Key.Key_Q, ALT)
    type_words("占地0.8亩没有补偿")
    write(qtbot, live)

    (entry,) = entries(sample)
    assert (entry.note.kind, entry.text) == (NoteKind.CLAIM, "占地0.8亩没有补偿")
    assert entry.note.participant_id == sample.petitioner
    assert abs(entry.note.said_at - begun.said_at) < timedelta(milliseconds=1)
    assert "占地0.8亩没有补偿" in live.log.log.lines[0].spoken


def test_words_without_a_key_begin_an_entry_of_the_kind_before(
    qtbot: QtBot, live: LiveSession, sample: SampleSession
):
    press(qtbot, Qt.Key.Key_2, ALT)
    type_words("去年三月测量")
    write(qtbot, live)
    type_words("没有通知本人")
    write(qtbot, live)
    assert [one.note.kind for one in entries(sample)] == [NoteKind.FACT, NoteKind.FACT]


def test_what_was_begun_waits_while_another_begins_and_keeps_its_moment(
    qtbot: QtBot, live: LiveSession, sample: SampleSession
):
    press(qtbot, Qt.Key.Key_1, ALT)
    type_words("先说的")
    press(qtbot, Qt.Key.Key_6, ALT)
    type_words("后说的")
    write(qtbot, live)
    assert [one.text for one in entries(sample)] == ["后说的"]

    (waiting,) = live.writing.waiting
    live.line.waiting_asked.emit(waiting.key)
    type_words("，说完了")
    write(qtbot, live)
    assert [one.text for one in entries(sample)] == ["先说的，说完了", "后说的"]
    assert live.writing.waiting == []


def test_a_promise_is_written_with_its_owner_and_day_by_the_keyboard(
    qtbot: QtBot, live: LiveSession, sample: SampleSession, desk: SampleOffice
):
    press(qtbot, Qt.Key.Key_5, ALT)
    type_words("重新测量")
    press(qtbot, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is live.line.fields.unit
    type_words("花园镇")
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is live.line.fields.owner
    assert entries(sample) == []
    type_words("施某")
    press(qtbot, Qt.Key.Key_Return)
    due = today() + timedelta(days=20)
    type_words(f"{due:%Y%m%d}")
    write(qtbot, live)

    (found,) = promises_of_matter(desk.database, sample.actor, sample.matter_id)
    assert (found.promise.what, found.promise.owner_name) == ("重新测量", "施某")
    assert found.promise.due_on == due
    assert "施某" in live.log.log.lines[0].spoken


def test_a_correction_stands_beside_what_it_puts_right(
    qtbot: QtBot, live: LiveSession, sample: SampleSession
):
    type_words("0.6亩")
    write(qtbot, live)
    press(qtbot, Qt.Key.Key_L, ALT)
    press(qtbot, Qt.Key.Key_Home)
    press(qtbot, Qt.Key.Key_Return)
    assert live.line.fields.text.toPlainText() == "0.6亩"
    live.line.fields.text.selectAll()
    type_words("0.8亩")
    write(qtbot, live)
    (entry,) = entries(sample)
    assert (entry.note.text, entry.text) == ("0.6亩", "0.8亩")
    assert [part.look for part in live.log.log.lines[0].parts] == [
        PartLook.REPLACED,
        PartLook.PLAIN,
    ]


def test_an_interruption_is_two_keys_and_a_reason(
    qtbot: QtBot, live: LiveSession, sample: SampleSession
):
    press(qtbot, Qt.Key.Key_8, ALT)
    type_words("线路断开")
    write(qtbot, live)
    assert log(sample).open_interruption is not None
    with qtbot.waitSignal(live.writing.written):
        press(qtbot, Qt.Key.Key_9, ALT)
    settled(qtbot, live)
    (pause,) = log(sample).interruptions
    assert (pause.reason, pause.seconds is not None) == ("线路断开", True)
    (band,) = live.log.log.lines
    assert band.look is LineLook.BAND


def test_what_is_shown_is_chosen_from_what_is_on_record(
    qtbot: QtBot, live: LiveSession, sample: SampleSession, desk: SampleOffice
):
    picture = ScannedImage(
        b"\xff\xd8 a page", "image/jpeg", 10, 10, 100, is_partial=False, source="camera"
    )
    page = attach_page(
        desk.database, desk.files, desk.clerk, sample.visit_id, picture, title="测量报告"
    )
    live.work.changes.scan_changed.emit(sample.visit_id)
    settled(qtbot, live)
    press(qtbot, Qt.Key.Key_3, ALT)
    assert QApplication.focusWidget() is live.line.fields.exhibit
    type_words("测量")
    press(qtbot, Qt.Key.Key_Return)
    assert live.line.fields.text.toPlainText() == "测量报告 第1页"
    write(qtbot, live)
    (entry,) = entries(sample)
    assert entry.note.shown_sha256 == page.sha256


def test_what_is_being_typed_outlives_the_program(
    qtbot: QtBot, live: LiveSession, sample: SampleSession, desk: SampleOffice, tasks: Tasks
):
    press(qtbot, Qt.Key.Key_1, ALT)
    type_words("先说的")
    press(qtbot, Qt.Key.Key_5, ALT)
    type_words("承诺到一半")
    begun = live.line.draft
    assert begun is not None
    qtbot.waitUntil(lambda: bool(drafts.open_drafts(desk.database, desk.clerk, PAGE)))
    assert drafts.open_drafts(desk.database, desk.clerk) == ()  # no visitor's tab

    live.leave()
    again = opened(qtbot, desk, sample, tasks)
    assert again.line.draft == begun
    assert [one.text for one in again.writing.waiting] == ["先说的"]
    again.line.drop()
    again.line.waiting_asked.emit(again.writing.waiting[0].key)
    again.line.drop()
    assert drafts.open_drafts(desk.database, desk.clerk, PAGE) == ()


def test_what_was_written_before_a_crash_is_not_offered_again(
    qtbot: QtBot, desk: SampleOffice, sample: SampleSession, tasks: Tasks
):
    """The draft of an entry that the log has: the program ended between the two."""
    begun = EntryDraft.begin(NoteKind.CLAIM, now(), sample.petitioner)
    written = replace(begun, text="去年三月开始施工")
    note_id = write_note(desk.database, desk.clerk, sample.session_id, written.note())
    putting_right = EntryDraft(
        new_id(), NoteKind.CLAIM, now(), "去年五月开始施工", correction_of=note_id
    )  # fmt: skip
    write_note(desk.database, desk.clerk, sample.session_id, putting_right.note())
    unwritten = replace(begun, key=new_id(), said_at=now(), text="一直没有赔")
    held = record_of(desk.clerk, sample.session_id, [written, putting_right, unwritten])
    drafts.save_draft(desk.database, desk.clerk, held)

    live = opened(qtbot, desk, sample, tasks)
    assert live.line.draft == unwritten
    assert live.writing.waiting == []
    (kept,) = drafts.open_drafts(desk.database, desk.clerk, PAGE)
    assert drafts_of(kept.content) == [unwritten]
    live.line.drop()
    settled(qtbot, live)
    assert len(entries(sample)) == 1


def test_an_entry_that_is_refused_comes_back_to_the_line(
    qtbot: QtBot, live: LiveSession, sample: SampleSession
):
    press(qtbot, Qt.Key.Key_8, ALT)
    type_words("线路断开")
    note = NoteInput(NoteKind.INTERRUPTED, "对端停电")
    write_note(sample.desk.database, sample.actor, sample.session_id, note)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(live.line.bar.text))
    assert "已经在中断中" in live.line.bar.text
    assert live.line.fields.text.toPlainText() == "线路断开"


def test_another_window_s_entry_appears_and_the_reader_is_left_alone(
    qtbot: QtBot, live: LiveSession, sample: SampleSession
):
    for number in range(30):
        note = NoteInput(NoteKind.FACT, f"第{number}句")
        write_note(sample.desk.database, sample.actor, sample.session_id, note)
    live.work.changes.video_session_changed.emit(sample.session_id)
    qtbot.waitUntil(lambda: live.log.log.rowCount() == 30)
    bar = live.log.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    bar.setValue(0)
    note = NoteInput(NoteKind.FACT, "又一句")
    write_note(sample.desk.database, sample.actor, sample.session_id, note)
    live.work.changes.video_session_changed.emit(sample.session_id)
    qtbot.waitUntil(lambda: live.log.log.rowCount() == 31)
    assert bar.value() == 0


def test_every_control_has_a_name(live: LiveSession):
    live.line.press("5")
    assert nameless_controls(live) == []


def test_a_session_that_is_not_here_is_told(qtbot: QtBot, live: LiveSession):
    with qtbot.waitSignal(live.gone) as told:
        live.open_session("0190c000-0000-7000-8000-000000000000")
    assert told.args is not None
    assert isinstance(told.args[0], DeskError)


def test_a_click_strikes_an_entry_as_a_key_does(live: LiveSession, sample: SampleSession):
    live.line.kinds.buttons["dispute"].click()
    live.line.people.buttons[sample.receiver].click()
    draft = live.line.draft
    assert draft is not None
    assert (draft.kind, draft.speaker) == (NoteKind.DISPUTE, sample.receiver)
    assert live.line.kinds.buttons["dispute"].isChecked()
    live.line.people.buttons[sample.receiver].click()
    assert live.line.draft is not None
    assert live.line.draft.speaker == ""


def test_the_consent_to_sign_is_made_for_who_was_asked(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks
):
    session = a_session(desk)
    session.appointed()
    session.come()
    live = opened(qtbot, desk, session, tasks)
    paper = next(
        button for button in live.people.findChildren(Button) if button.text() == "告知同意书…"
    )
    paper.click()
    settled(qtbot, live)
    assert live.issue is not None
    with qtbot.waitSignal(live.issue.issued, timeout=20_000):
        live.issue.forms[0].press.click()
    settled(qtbot, live)

    kinds = [one.kind for one in documents_of_visit(desk.database, desk.clerk, session.visit_id)]
    assert DocumentKind.RECORDING_CONSENT in kinds


def test_what_is_held_up_becomes_a_page_on_record_and_is_what_was_shown(
    qtbot: QtBot, desk: SampleOffice, sample: SampleSession, tasks: Tasks
):
    live = opened(qtbot, desk, sample, tasks, SimulatedScanner())
    press(qtbot, Qt.Key.Key_3, ALT)
    fields = live.line.fields
    with qtbot.waitSignal(live.taking.ended, timeout=20_000):
        qtbot.mouseClick(fields.take_button, Qt.MouseButton.LeftButton)
    settled(qtbot, live)
    assert fields.text.toPlainText() == "视频接访展示材料 第1页"
    write(qtbot, live)

    (entry,) = entries(sample)
    (page,) = pages_of_visit(desk.database, desk.clerk, sample.visit_id)
    assert entry.note.shown_sha256 == page.sha256


def test_without_a_scanner_the_page_is_not_taken_and_the_reason_is_told(
    qtbot: QtBot, live: LiveSession
):
    press(qtbot, Qt.Key.Key_3, ALT)
    with qtbot.waitSignal(live.taking.ended, timeout=20_000):
        live.line.fields.take_button.click()
    assert "扫描仪" in live.bar.text
    assert live.line.fields.take_button.text() == "拍一页"
