"""What the lamps know: pure readings, and the watch that gathers them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from reception_desk.errors import DeskError
from reception_desk.records.card import ReaderEvent, ReaderState
from reception_desk.records.printing import (
    JobStatus,
    PrinterCondition,
    PrinterHealth,
    PrintState,
)
from reception_desk.records.recording import (
    Alarm,
    AlarmKind,
    RecordingState,
    RecordingStatus,
)
from reception_desk.records.scanning import ScannerInfo
from reception_desk.records.sync import FilesWaiting, LinkState, LinkStatus, ReadingProgress
from reception_desk.services.centre_contact import CentreContact
from reception_desk.ui import lamps
from reception_desk.ui.widgets.lamp import LampState

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def link(state: LinkState, *, minutes: int = 0) -> LinkStatus:
    return LinkStatus(state, NOW - timedelta(minutes=minutes), "一句话。", 0)


def centre(status: LinkStatus | None, **counts: int) -> lamps.LampReport:
    return lamps.centre_report(status, CentreContact(None, 0, **counts), zone=ZONE, moment=NOW)


@pytest.mark.parametrize("state", ReaderState)
def test_every_state_of_the_reader_has_a_word_and_a_sentence(state: ReaderState):
    report = lamps.card_reader_report(ReaderEvent(state))

    assert report.word
    assert report.sentence == state.sentence
    assert (report.state in {LampState.WARN, LampState.ERROR}) == state.is_failure


@pytest.mark.parametrize("state", LinkState)
def test_every_state_of_the_link_has_a_word(state: LinkState):
    assert centre(link(state)).word


def test_a_desk_alone_says_so_without_alarm():
    report = centre(None)

    assert (report.state, report.word) == (LampState.OFF, "单机")


def test_a_lost_centre_says_since_when_and_what_waits():
    report = centre(link(LinkState.OFFLINE, minutes=12), waiting=7)

    assert (report.state, report.word) == (LampState.WARN, "离线 12 分")
    assert ("待上传", "7 条") in report.facts


def test_hours_away_are_told_in_hours():
    assert centre(link(LinkState.OFFLINE, minutes=130)).word == "离线 2 小时"


def test_files_that_wait_are_told_with_their_bytes_and_do_not_alarm():
    status = replace(link(LinkState.ONLINE), files=FilesWaiting(3, 2_621_440))

    report = centre(status)

    assert report.state is LampState.OK
    assert ("待传文件", "3 个，2.5 MB") in report.facts


def test_files_that_cannot_be_sent_warn_and_say_where_to_look():
    report = centre(replace(link(LinkState.ONLINE), files=FilesWaiting(stuck=2)))

    assert report.state is LampState.WARN
    assert ("传不上去的文件", "2 个") in report.facts
    assert "设置 · 中心" in report.advice


def test_changes_the_centre_cannot_hold_warn_even_while_connected():
    report = centre(link(LinkState.ONLINE), refused=2)

    assert report.state is LampState.WARN
    assert ("中心未收", "2 条") in report.facts
    assert "管理员" in report.advice


def test_what_waits_for_the_centres_update_is_told_apart():
    report = centre(replace(link(LinkState.ONLINE), held=2))

    assert report.state is LampState.WARN
    assert ("其中等中心升级", "2 条") in report.facts
    assert "升级后自动上传" in report.advice


def test_a_long_reading_is_told_with_how_far_it_is():
    report = centre(replace(link(LinkState.ONLINE), reading=ReadingProgress(1_500, 6_000, 90)))

    assert (report.state, report.word) == (LampState.BUSY, "接收 25%")
    assert "从断处接着收" in report.advice


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (ReadingProgress(1_500, 60_000, 90), "1,500 / 60,000 条，约还需 2 分钟"),
        (ReadingProgress(500, 600, 0), "500 / 600 条，约还需 1 秒"),
    ],
)
def test_what_is_left_of_a_reading_is_told_in_minutes_or_seconds(
    reading: ReadingProgress, words: str
):
    assert lamps.reading_words(reading) == words


def test_conflicts_are_told_at_the_lamp():
    report = centre(link(LinkState.ONLINE), conflicts=3)

    assert report.state is LampState.WARN
    assert ("待处理冲突", "3 处") in report.facts
    assert "同步页" in report.advice


@pytest.mark.parametrize("condition", PrinterCondition)
def test_every_condition_of_a_printer_has_a_word(condition: PrinterCondition):
    report = lamps.printer_report([("A4", PrinterHealth(condition))])

    assert report.word
    assert bool(report.advice) != condition.can_print


def test_the_printer_lamp_shows_the_worst_printer_and_lists_both():
    report = lamps.printer_report(
        [
            ("A4", PrinterHealth(PrinterCondition.READY, model="样例激光")),
            ("slip80", PrinterHealth(PrinterCondition.OUT_OF_PAPER)),
        ]
    )

    assert (report.state, report.word) == (LampState.ERROR, "缺纸")
    assert [paper for paper, _ in report.facts] == ["A4 纸", "80 毫米小票"]


def test_no_printer_is_no_alarm():
    assert lamps.printer_report([]).state is LampState.OFF


@pytest.mark.parametrize("state", PrintState)
def test_a_job_speaks_for_its_printer_only_where_it_knows(state: PrintState):
    report = lamps.printing_report(JobStatus(state))

    if state is PrintState.OUT_OF_PAPER:
        assert report is not None
        assert report.word == "缺纸"
    if state.is_final:
        assert report is None


@pytest.mark.parametrize(
    ("free", "state"),
    [(100 * 2**20, LampState.ERROR), (2**30, LampState.WARN), (50 * 2**30, LampState.OK)],
)
def test_the_disk_lamp_warns_before_the_disk_is_full(free: int, state: LampState):
    assert lamps.disk_report(free, 100 * 2**30, Path("home")).state is state


@pytest.mark.parametrize(
    ("skew_ms", "state", "word"),
    [
        (400, LampState.OK, "09:00"),
        (45_000, LampState.WARN, "09:00 慢了"),
        (-600_000, LampState.ERROR, "09:00 快了"),
    ],
)
def test_the_clock_is_compared_with_the_centre(skew_ms: int, state: LampState, word: str):
    report = lamps.clock_report(NOW, CentreContact(NOW, skew_ms), ZONE)

    assert (report.state, report.word) == (state, word)


def test_a_desk_alone_is_asked_to_look_at_its_clock():
    report = lamps.clock_report(NOW, None, ZONE)

    assert report.word == "09:00"
    assert "留意" in report.advice


def test_the_scanner_lamp_names_what_answers():
    found = [ScannerInfo("test:0", "样例", "平板", "flatbed")]

    assert lamps.scanner_report("sane", found).facts == (("flatbed", "样例 平板"),)
    assert lamps.scanner_report("sane", []).state is LampState.ERROR
    assert lamps.scanner_report("none", []).state is LampState.OFF
    error = DeskError("扫描仪正忙。", advice="请稍候。")
    assert lamps.scanner_report("sane", error).advice == "请稍候。"


def test_the_database_lamp_tells_its_error_and_its_file(tmp_path: Path):
    file = tmp_path / "desk.db"
    file.write_bytes(b"x" * 2**20)

    report = lamps.database_report(file, None, "密钥在文件中。")
    assert (report.state, report.advice) == (LampState.OK, "密钥在文件中。")
    assert ("大小", "1.0 MB") in report.facts
    full = DeskError("磁盘已满。", advice="请清理。")
    assert lamps.database_report(file, full, "").state is LampState.ERROR


def test_a_time_of_today_is_a_time_of_day_only():
    assert lamps.short_time(NOW, ZONE, NOW + timedelta(hours=5)) == "09:00"
    assert lamps.short_time(NOW, ZONE, NOW + timedelta(days=1)) == "2026-11-23 09:00"


def test_a_font_that_is_gone_warns_at_the_printer_unless_the_printer_is_worse():
    trouble = DeskError("文书字体 fs.ttf 找不到。", saved="暂用自带字体。", advice="请更换。")
    ready = lamps.printer_report((("A4", PrinterHealth(PrinterCondition.READY)),))
    empty = lamps.printer_report((("A4", PrinterHealth(PrinterCondition.OUT_OF_PAPER)),))

    warned = lamps.with_font_troubles(ready, (trouble,))

    assert (warned.state, warned.word) == (LampState.WARN, "字体有误")
    assert "fs.ttf" in warned.sentence
    assert warned.advice == "请更换。"
    assert ("文书字体", trouble.message) in warned.facts
    assert lamps.with_font_troubles(empty, (trouble,)) == empty
    assert lamps.with_font_troubles(ready, ()) == ready


@pytest.mark.parametrize("state", RecordingState)
def test_the_recorder_lamp_says_what_it_does(state: RecordingState):
    report = lamps.recorder_report(RecordingStatus(state, pause_reason="休息"), is_set_up=True)
    is_taking = state in {RecordingState.STARTING, RecordingState.RECORDING}
    assert report.word
    assert report.sentence
    assert (report.word == "正在录制") == is_taking


def test_what_is_wrong_with_a_recording_comes_first_at_its_lamp():
    silent = (Alarm(AlarmKind.SILENCE, "信访人"),)
    status = RecordingStatus(RecordingState.RECORDING, alarms=silent)
    report = lamps.recorder_report(status, is_set_up=True)
    assert (report.state, report.word) == (LampState.WARN, "请检查")
    assert "没有声音" in report.sentence
    alone = lamps.recorder_report(RecordingStatus(RecordingState.IDLE), is_set_up=False)
    assert alone.state is LampState.OFF
