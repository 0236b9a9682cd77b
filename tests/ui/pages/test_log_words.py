"""The log in words: who said what when, what was put right, what has no place."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from reception_desk.models.database import now
from reception_desk.records.promises import PromiseInput
from reception_desk.records.session_log import NoteInput, NoteKind, NoteRecord
from reception_desk.rules.session_log import fold_log
from reception_desk.services.live_sessions import LiveFile, open_live
from reception_desk.services.session_log import write_note
from reception_desk.ui.pages.video_sessions.log_words import (
    LineLook,
    LogLine,
    PartLook,
    log_lines,
)
from tests.offices import SampleOffice, today
from tests.services.test_steps import unit_id
from tests.sessions import SampleSession, a_session

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def sample(desk: SampleOffice) -> SampleSession:
    made = a_session(desk)
    made.begun()
    return made


def write(sample: SampleSession, note: NoteInput, promise: PromiseInput | None = None) -> str:
    return write_note(sample.desk.database, sample.actor, sample.session_id, note, promise)


def file_of(sample: SampleSession) -> LiveFile:
    return open_live(sample.desk.database, sample.actor, sample.session_id)


def lines(sample: SampleSession) -> list[LogLine]:
    return log_lines(file_of(sample), ZONE)


def test_a_line_says_when_what_and_who(sample: SampleSession):
    said = now()
    write(
        sample,
        NoteInput(NoteKind.EXPLANATION, "按公布的标准", said, participant_id=sample.receiver),
    )
    (line,) = lines(sample)
    assert line.when == f"{said.astimezone(ZONE):%H:%M:%S}"
    assert (line.kind, line.speaker) == ("政策解释", "副局长何某")
    assert line.spoken.endswith("政策解释 副局长何某 按公布的标准")


def test_what_was_put_right_stays_visible(sample: SampleSession):
    first = write(sample, NoteInput(NoteKind.CLAIM, "0.6亩"))
    write(sample, NoteInput(NoteKind.CLAIM, "0.7亩", correction_of=first))
    write(sample, NoteInput(NoteKind.CLAIM, "0.8亩", correction_of=first))
    (line,) = lines(sample)
    assert [part.look for part in line.parts] == [
        PartLook.REPLACED,
        PartLook.REPLACED,
        PartLook.PLAIN,
    ]
    assert line.parts[-1].words.endswith("更正：0.8亩")
    assert line.text == "0.8亩"


def test_a_promise_says_by_whom_and_until_when(sample: SampleSession):
    due = today() + timedelta(days=20)
    owed = PromiseInput("重新测量", unit_id(sample.desk, "T100"), "施某", due)
    write(sample, NoteInput(NoteKind.PROMISE, "重新测量"), owed)
    (line,) = lines(sample)
    assert line.look is LineLook.PROMISE
    assert line.parts[1].words == f"花园镇 施某，{due.year}年{due.month}月{due.day}日前"


def test_an_interruption_is_one_band_with_its_end(sample: SampleSession):
    write(sample, NoteInput(NoteKind.INTERRUPTED, "线路断开"))
    assert [part.words for part in lines(sample)[0].parts] == ["线路断开", "还没有恢复"]
    write(sample, NoteInput(NoteKind.RESUMED))
    (band,) = lines(sample)
    assert band.look is LineLook.BAND
    assert "恢复，" in band.parts[1].words


def test_an_entry_typed_late_says_so(sample: SampleSession):
    note = NoteRecord("n", NoteKind.FACT, "测量在三月", now() - timedelta(minutes=9), now(), None)
    file = replace_log(file_of(sample), note)
    assert log_lines(file, ZONE)[0].parts[-1].words.endswith(" 补记")


def test_an_entry_without_a_place_is_shown_all_the_same(sample: SampleSession):
    note = NoteRecord("n", NoteKind.FACT, "0.8亩", now(), now(), None, correction_of="elsewhere")
    (line,) = log_lines(replace_log(file_of(sample), note), ZONE)
    assert (line.look, line.note_id) == (LineLook.STRAY, "")
    assert line.parts[0].words == "0.8亩"


def replace_log(file: LiveFile, note: NoteRecord) -> LiveFile:
    return replace(file, log=fold_log([note]))
