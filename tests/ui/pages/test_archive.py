"""档案: a held session opened for a reason; a line of its log is a second of the film."""

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from reception_desk.app import Desk
from reception_desk.config import Settings
from reception_desk.models.audit import AuditEntry
from reception_desk.recording.film import FilmPlan, write_film
from reception_desk.recording.recording import Recording
from reception_desk.recording.summary import summary_of
from reception_desk.recording.verify import SEGMENTS
from reception_desk.records.actor import Actor
from reception_desk.records.recording import RecordingMode, Source, SourceKind
from reception_desk.records.recordings import (
    ConsentAnswer,
    KeepingEvent,
    KeepingInput,
    RetentionClass,
)
from reception_desk.records.session_log import NoteInput, NoteKind
from reception_desk.rules.permissions import Role
from reception_desk.rules.session_transition import SessionEvent
from reception_desk.services.recordings import keep_recording, recordings_of, register_recording
from reception_desk.services.session_log import write_note
from reception_desk.ui.dialogs.keeping_form import KeepingForm
from reception_desk.ui.pages.video_sessions import VideoSessionsPage
from reception_desk.ui.pages.video_sessions.film_bar import SpanLook
from reception_desk.ui.pages.video_sessions.past_session import PastSession
from reception_desk.ui.recording_export import RecordingForm
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.message_sheet import MessageSheet
from tests.offices import SampleOffice
from tests.recordings import order_of
from tests.services.test_recordings import held
from tests.sessions import SampleSession
from tests.ui.accessibility import nameless_controls
from tests.ui.shell import box, idle, opened

PLAN = FilmPlan(width=160, height=90, rate=20, keys=2, seconds=6)


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_film(tmp_path_factory.mktemp("film") / "film.mkv", PLAN)


@pytest.fixture
def section(desk: SampleOffice) -> Actor:
    return desk.account(Role.SECTION)


@pytest.fixture
def shown(qtbot: QtBot, desk: SampleOffice, section: Actor) -> Iterator[Desk]:
    with opened(qtbot, desk, section) as window:
        yield window


def folder_of(desk: SampleOffice) -> Path:
    return Settings(home=desk.database.path.parent).recordings_path


def record(
    sample: SampleSession, film: Path, *, films: bool = True, is_registered: bool = True
) -> Path:
    """Record the session as a recorder would, and put it on record."""
    folder = folder_of(sample.desk) / "S001-1"
    source = Source(SourceKind.FILE, str(film), picture="画面" if films else "", sound="信访人")
    mode = RecordingMode.PICTURE_AND_SOUND if films else RecordingMode.SOUND_ONLY
    order = replace(order_of(folder, source, mode=mode), session=sample.session_id)
    assert Recording(order).wait(30)
    if is_registered:
        register_recording(
            sample.desk.database, sample.actor, sample.session_id, summary_of(folder)
        )
    return folder


def write(sample: SampleSession, text: str, kind: NoteKind = NoteKind.CLAIM) -> None:
    write_note(sample.desk.database, sample.actor, sample.session_id, NoteInput(kind, text))


def recorded(desk: SampleOffice, film: Path, **how: bool) -> SampleSession:
    """A session of two lines, recorded, and ended."""
    said = ConsentAnswer.AGREES if how.get("films", True) else ConsentAnswer.SOUND_ONLY
    sample = held(desk, said)
    record(sample, film, **how)
    write(sample, "要求支付流转费")
    write(sample, "情况属实", NoteKind.EXPLANATION)
    sample.record(SessionEvent.ENDED)
    return sample


def archive_of(qtbot: QtBot, shown: Desk) -> VideoSessionsPage:
    page = shown.window.open_page("video_sessions")
    assert isinstance(page, VideoSessionsPage)
    idle(qtbot, shown)
    if not page.archive.isVisible():
        qtbot.keyClick(page.listing.table, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    idle(qtbot, shown)
    assert page.archive_button.isChecked()
    return page


def opened_past(qtbot: QtBot, shown: Desk) -> PastSession:
    page = archive_of(qtbot, shown)
    qtbot.keyClick(page.archive.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.is_past)
    idle(qtbot, shown)
    return page.past


def give_reason(qtbot: QtBot, shown: Desk, reason: str = "核对笔录") -> None:
    (sheet,) = shown.workplace.messages.open_boxes()
    assert isinstance(sheet, MessageSheet)
    sheet.findChildren(QLineEdit)[0].setText(reason)
    press(sheet, "查阅")
    idle(qtbot, shown)


def press(where: QWidget, words: str) -> None:
    next(one for one in where.findChildren(Button) if one.text() == words).click()


def watched(qtbot: QtBot, shown: Desk) -> PastSession:
    past = opened_past(qtbot, shown)
    past.film.look_button.click()
    give_reason(qtbot, shown)
    qtbot.waitUntil(lambda: past.player.playback is not None)
    idle(qtbot, shown)
    return past


def words(part: QWidget) -> str:
    return "\n".join(label.text() for label in part.findChildren(QLabel))


def test_a_look_asks_a_reason_and_a_line_leads_to_its_second(
    qtbot: QtBot, desk: SampleOffice, film: Path, shown: Desk
):
    recorded(desk, film)
    past = opened_past(qtbot, shown)
    assert past.player.playback is None
    assert "完整" in past.keeping.verdict.text()
    assert past.log.log.rowCount() == 2
    past.film.look_button.click()
    give_reason(qtbot, shown)
    qtbot.waitUntil(lambda: not past.film.picture.image.isNull())
    with desk.database.read() as session:
        entry = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "view_recording")
        ).one()
    assert (entry.reason, entry.detail) == ("核对笔录", "view:0-6")
    past._moments = [1500, 4000]
    past.log.setCurrentIndex(past.log.log.index(1, 0))
    qtbot.keyClick(past.log, Qt.Key.Key_Return)
    assert past.player.place == 4000
    idle(qtbot, shown)
    assert past.film.clock.text().startswith("00:00:04 / 00:00:06　")
    point = past.log.visualRect(past.log.log.index(0, 0)).center()
    qtbot.mouseClick(past.log.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert past.player.place == 1500
    idle(qtbot, shown)


def test_it_plays_and_the_line_follows(qtbot: QtBot, desk: SampleOffice, film: Path, shown: Desk):
    recorded(desk, film)
    past = watched(qtbot, shown)
    past._moments = [0, 1000]
    places: list[int] = []
    past.player.moved.connect(places.append)
    qtbot.keyClick(past.log, Qt.Key.Key_Space)
    assert past.player.is_playing
    qtbot.waitUntil(lambda: past.player.place > 1300)
    assert past.log.currentIndex().row() == 1
    qtbot.keyClick(past.log, Qt.Key.Key_Space)
    assert not past.player.is_playing
    assert places == sorted(places)
    assert past.film.levels["信访人"] is not None
    assert past.film.silent.text().startswith("本机没有声音")
    past.film.speed.setCurrentIndex(4)
    past.film.speed.activated.emit(4)
    past.film.play_button.click()
    qtbot.waitUntil(lambda: past.player.place == past.player.length)
    qtbot.waitUntil(lambda: not past.player.is_playing)
    idle(qtbot, shown)


@pytest.mark.skipif(os.name == "nt", reason="no process is stopped there")
def test_a_reader_that_hangs_does_not_hold_the_screen(
    qtbot: QtBot, desk: SampleOffice, film: Path, shown: Desk
):
    recorded(desk, film)
    past = watched(qtbot, shown)
    playback = past.player.playback
    assert playback is not None
    worker = playback._worker
    assert worker is not None
    os.kill(worker.pid, signal.SIGSTOP)
    past.player.play()
    qtbot.waitUntil(lambda: past.player.place > 500)
    past.player.pause()
    past.show_part(2)
    assert past.keeping.isVisible()
    os.kill(worker.pid, signal.SIGCONT)
    idle(qtbot, shown)
    assert not past.film.picture.image.isNull()


def test_the_bar_is_clicked_and_walked_by_keys(
    qtbot: QtBot, desk: SampleOffice, film: Path, shown: Desk
):
    recorded(desk, film)
    past = watched(qtbot, shown)
    bar = past.film.bar
    qtbot.mouseClick(
        bar, Qt.MouseButton.LeftButton, pos=QPoint(bar.width() // 2, bar.height() // 2)
    )
    assert abs(past.player.place - past.player.length // 2) < 50
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    assert past.player.place == past.player.length - 1
    qtbot.keyClick(bar, Qt.Key.Key_Home)
    assert past.player.place == 0
    past.film.on.click()
    past.film.back.click()
    assert past.player.place == 0
    idle(qtbot, shown)


def test_a_changed_segment_is_named_and_the_rest_is_shown(
    qtbot: QtBot, desk: SampleOffice, film: Path, shown: Desk
):
    recorded(desk, film)
    second = sorted((folder_of(desk) / "S001-1" / SEGMENTS).iterdir())[1]
    second.chmod(0o600)
    second.write_bytes(b"\0" * second.stat().st_size)
    past = watched(qtbot, shown)
    assert past.keeping.verdict.text().startswith("第 2 段（00:00:00–00:00:0")
    past.player.go(past.player.playback.timeline.reaches[1].from_ms + 100)  # pyright: ignore[reportOptionalMemberAccess]
    idle(qtbot, shown)
    assert "损坏" in past.film.picture.words
    past.player.go(3000)
    idle(qtbot, shown)
    assert not past.film.picture.image.isNull()


def test_files_that_are_not_here_are_told(
    qtbot: QtBot, desk: SampleOffice, film: Path, shown: Desk
):
    recorded(desk, film)
    (folder_of(desk) / "S001-1").rename(folder_of(desk) / "elsewhere")
    past = opened_past(qtbot, shown)
    assert "本机没有这份录音录像的文件" in past.keeping.verdict.text()
    past.film.look_button.click()
    give_reason(qtbot, shown)
    assert "本机没有" in past.bar.text
    assert past.player.playback is None


def test_sound_alone_shows_levels(qtbot: QtBot, desk: SampleOffice, film: Path, shown: Desk):
    recorded(desk, film, films=False)
    past = watched(qtbot, shown)
    past.player.go(2000)
    idle(qtbot, shown)
    assert past.film.picture.words == "只录音，没有画面"
    level = past.film.levels["信访人"]
    assert level is not None
    assert level > -20


def test_who_declined_is_told_and_the_log_stands_alone(
    qtbot: QtBot, desk: SampleOffice, shown: Desk
):
    sample = held(desk, ConsentAnswer.DECLINES)
    write(sample, "要求支付流转费")
    sample.record(SessionEvent.ENDED)
    past = opened_past(qtbot, shown)
    assert "不同意" in past.film.why.text()
    assert past.film.look_button.isHidden()
    assert past.log.log.rowCount() == 1
    assert "不同意" in words(past.people)


def test_a_sealed_part_is_neither_seen_nor_walked_into(
    qtbot: QtBot, desk: SampleOffice, film: Path, shown: Desk
):
    recorded(desk, film)
    past = watched(qtbot, shown)
    past.show_part(2)
    past.player.go(1000)
    past.keeping.buttons[KeepingEvent.SEALED].click()
    form = box(shown, KeepingForm)
    assert isinstance(form, KeepingForm)
    assert form.first.text() == "00:00:01"
    form.last.setText("three")
    form.press.click()
    assert "请写成 时:分:秒。" in words(form)
    form.last.setText("3")
    form.reason.set_text("涉及未成年人")
    form.press.click()
    idle(qtbot, shown)
    assert "00:00:01–00:00:03 封存：涉及未成年人" in words(past.keeping)
    assert past.player.playback is None
    assert past.keeping.unseal_buttons == []
    past.film.look_button.click()
    give_reason(qtbot, shown)
    (span,) = past.film.bar.spans
    assert (span.from_ms, span.to_ms, span.look) == (1000, 3000, SpanLook.SEALED)
    past.player.go(2000)
    idle(qtbot, shown)
    assert past.film.picture.words == "这一段已经封存"
    past.player.play()
    qtbot.waitUntil(lambda: past.player.place >= 3000)
    past.player.pause()
    idle(qtbot, shown)


def act_in_form(qtbot: QtBot, shown: Desk, past: PastSession, event: KeepingEvent) -> None:
    past.show_part(2)
    past.keeping.buttons[event].click()
    form = box(shown, KeepingForm)
    assert isinstance(form, KeepingForm)
    if event is not KeepingEvent.DISPOSED:
        form.reason.set_text("依法办理")
    if event is KeepingEvent.RETAINED:
        form.retention.setCurrentIndex(0)
    form.press.click()
    idle(qtbot, shown)


def test_hold_and_disposal_take_two_and_end_in_a_certificate(
    qtbot: QtBot, desk: SampleOffice, section: Actor, film: Path
):
    sample = recorded(desk, film)
    with opened(qtbot, desk, section) as shown:
        past = opened_past(qtbot, shown)
        assert "2年，到" in past.keeping.term.text()
        act_in_form(qtbot, shown, past, KeepingEvent.HELD)
        assert "暂停销毁：依法办理" in words(past.keeping)
        act_in_form(qtbot, shown, past, KeepingEvent.RELEASED)
        act_in_form(qtbot, shown, past, KeepingEvent.RETAINED)
        act_in_form(qtbot, shown, past, KeepingEvent.DISPOSAL_ASKED)
        assert "等待另一人批准" in words(past.keeping)
        assert KeepingEvent.DISPOSAL_APPROVED not in past.keeping.buttons
    with opened(qtbot, desk, desk.account(Role.BUREAU_LEADER)) as shown:
        past = opened_past(qtbot, shown)
        assert KeepingEvent.DISPOSED not in past.keeping.buttons
        act_in_form(qtbot, shown, past, KeepingEvent.DISPOSAL_APPROVED)
        assert "已批准销毁" in words(past.keeping)
    with opened(qtbot, desk, section) as shown:
        past = opened_past(qtbot, shown)
        act_in_form(qtbot, shown, past, KeepingEvent.DISPOSED)
        qtbot.waitUntil(lambda: "已销毁" in words(past.keeping))
        idle(qtbot, shown)
        assert not (folder_of(desk) / "S001-1").exists()
        assert "录音录像销毁证明" in "".join(
            button.text() for button in past.people.findChildren(Button)
        )
        for sheet in shown.workplace.messages.open_boxes():
            sheet.close()
    (one,) = recordings_of(desk.database, section, sample.session_id)
    assert one.acts[-1].event == KeepingEvent.DISPOSED.value


def test_it_is_handed_out_with_its_verifier_for_a_reason(
    qtbot: QtBot,
    desk: SampleOffice,
    film: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    recorded(desk, film)
    target = tmp_path / "out"
    target.mkdir()
    leader = desk.account(Role.BUREAU_LEADER)

    def choose(_self: object, _title: str, on_folder: Callable[[Path], object]) -> None:
        on_folder(target)

    monkeypatch.setattr("reception_desk.ui.messages.Messages.choose_folder", choose)
    with opened(qtbot, desk, leader) as shown:
        past = opened_past(qtbot, shown)
        past.show_part(2)
        past.keeping.export_button.click()
        form = box(shown, RecordingForm)
        assert isinstance(form, RecordingForm)
        form.reason.setText("移送档案")
        form.press.click()
        qtbot.waitUntil(lambda: any(target.iterdir()), timeout=20_000)
        idle(qtbot, shown)
        for sheet in shown.workplace.messages.open_boxes():
            sheet.close()
    (made,) = target.iterdir()
    assert {"verify.py", "recording.mkv", "recording.srt"} <= {one.name for one in made.iterdir()}
    with desk.database.read() as session:
        details = session.scalars(
            select(AuditEntry.detail).where(AuditEntry.reason == "移送档案")
        ).all()
    assert details == ["export:0-6"]


def test_a_recording_that_ended_unseen_is_registered_from_the_list(
    qtbot: QtBot, desk: SampleOffice, film: Path, shown: Desk
):
    sample = recorded(desk, film, is_registered=False)
    archive = archive_of(qtbot, shown).archive
    assert "1 份没有登记" in archive.found_bar.text
    press(archive.found_bar, f"核对并登记 {sample.now().case.label}")
    idle(qtbot, shown)
    assert len(recordings_of(desk.database, desk.clerk, sample.session_id)) == 1
    assert archive.found_bar.text == ""
    assert archive.model.rows()[0][2] == "00:00:06"


def test_the_list_is_searched_and_says_when_nothing_is_found(
    qtbot: QtBot, desk: SampleOffice, film: Path, shown: Desk
):
    recorded(desk, film)
    archive = archive_of(qtbot, shown).archive
    assert archive.model.rowCount() == 1
    qtbot.keyClicks(archive.text, "1999")
    qtbot.waitUntil(lambda: archive.model.rowCount() == 0)
    assert "没有相符的视频接访" in words(archive)
    archive.text.clear()
    archive.reload()
    idle(qtbot, shown)
    assert archive.model.rowCount() == 1


def test_every_control_has_a_name(qtbot: QtBot, desk: SampleOffice, film: Path, shown: Desk):
    recorded(desk, film)
    past = watched(qtbot, shown)
    shown.window.activateWindow()
    qtbot.waitUntil(shown.window.isActiveWindow)
    past.take_focus()
    for place, key in enumerate((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)):
        qtbot.keyClick(past, key, Qt.KeyboardModifier.AltModifier)
        assert past.parts[place].isChecked()
        assert nameless_controls(past) == []
    qtbot.keyClick(past, Qt.Key.Key_Escape)
    idle(qtbot, shown)
    assert past.player.playback is None


def test_a_part_sealed_by_another_desk_shuts_nothing_that_is_not_sealed(
    qtbot: QtBot, desk: SampleOffice, section: Actor, film: Path, shown: Desk
):
    sample = recorded(desk, film)
    (one,) = recordings_of(desk.database, section, sample.session_id)
    act = KeepingInput(KeepingEvent.RETAINED, "移交", retention=RetentionClass.PERMANENT)
    past = watched(qtbot, shown)
    keep_recording(desk.database, section, one.recording_id, act)
    shown.workplace.changes.video_session_changed.emit(sample.session_id)
    idle(qtbot, shown)
    assert "永久" in past.keeping.term.text()
    assert past.player.playback is not None


def test_where_there_is_little_room_a_line_calls_the_film(
    qtbot: QtBot, desk: SampleOffice, film: Path, shown: Desk
):
    recorded(desk, film)
    past = watched(qtbot, shown)
    past.resize(600, 560)
    assert past.film_button.isVisible()
    assert not past.film.isVisible()
    past._moments = [1500, 60_000]
    qtbot.keyClick(past.log, Qt.Key.Key_Return)
    past.log.setCurrentIndex(past.log.log.index(0, 0))
    qtbot.keyClick(past.log, Qt.Key.Key_Return)
    assert past.film.isVisible()
    assert past.player.place == 1500
    past.log.setCurrentIndex(past.log.log.index(1, 0))
    qtbot.keyClick(past.log, Qt.Key.Key_Return)
    assert "没有录下" in past.film.said.text()
    idle(qtbot, shown)
