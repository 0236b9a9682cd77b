"""The state machine on a clock of the test's own: every good and every bad way."""

import logging

import pytest

from reception_desk.devices.card_reader.frames import Command, Status
from reception_desk.devices.card_reader.sample_cards import (
    LONG_TERM_WOMAN,
    MAN,
    RARE_NAME,
    UNKNOWN_KIND,
)
from reception_desk.devices.card_reader.simulated_sam import Faults
from reception_desk.records.card import ReaderState
from tests.devices.card_reader.bench import Bench

READ_WAY = [ReaderState.CARD_FOUND, ReaderState.READING, ReaderState.CARD_READ]


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def ready(bench: Bench) -> Bench:
    """A reader that has found no card yet."""
    assert bench.states(1) == [ReaderState.NO_CARD]
    return bench


def _card_free(bench: Bench) -> bool:
    return all(event.card is None for event in bench.events)


def test_a_card_is_found_selected_and_read_once(ready: Bench):
    ready.simulator.put_card(MAN)
    assert ready.states(5) == READ_WAY
    assert ready.events[-1].card == MAN


def test_a_reader_without_card_reports_only_once(ready: Bench):
    assert ready.states(10) == []


def test_finds_keep_the_pause_the_standard_asks_for(ready: Bench):
    before = len(ready.simulator.sam.commands)
    ready.advance(3.1)
    finds = len(ready.simulator.sam.commands) - before
    assert 8 <= finds <= 10


def test_only_find_select_and_read_are_ever_sent(ready: Bench):
    ready.simulator.put_card(MAN)
    ready.advance(2)
    assert set(ready.simulator.sam.commands) == {command.value for command in Command}
    assert b"\x30\x10" not in ready.simulator.sam.commands


def test_the_next_card_is_read_after_the_first_was_lifted(ready: Bench):
    ready.simulator.put_card(MAN)
    assert ready.states(2) == READ_WAY
    ready.simulator.lift_card()
    assert ready.states(2) == []
    ready.simulator.put_card(RARE_NAME)
    assert ready.states(2) == READ_WAY
    assert ready.events[-1].card == RARE_NAME


def test_a_reader_that_goes_on_finding_reads_a_card_once_until_lifted(ready: Bench):
    ready.simulator.fail(Faults(finds_again=True))
    ready.simulator.put_card(MAN)
    assert ready.states(5) == READ_WAY
    ready.simulator.lift_card()
    assert ready.states(1) == []
    ready.simulator.put_card(MAN)
    assert ready.states(5) == READ_WAY


def test_an_unknown_card_gives_no_field(ready: Bench):
    ready.simulator.put_card(UNKNOWN_KIND)
    assert ready.states(2)[-1] is ReaderState.UNKNOWN_CARD
    event = ready.events[-1]
    assert event.sentence == "这种证件的内容无法识别，请取走证件并手工录入。"
    assert event.card is not None
    assert (event.card.name, event.card.number) == (None, None)


@pytest.mark.parametrize(
    ("faults", "state", "detail"),
    [
        (Faults(Command.READ, status=Status.READ_FAILED), "read_failed", "读证件操作失败"),
        (Faults(Command.READ, status=Status.RANDOM_FAILED), "read_failed", "取随机数失败"),
        (Faults(Command.READ, status=Status.OK), "read_failed", "证件内容的长度不符"),
        (Faults(Command.READ, status=0x55), "read_failed", "读卡器报告了未知状态"),
        (Faults(Command.READ, lifts_card=True), "read_failed", "读证件操作失败"),
        (Faults(Command.READ, is_silent=True), "read_failed", "没有等到完整的回应"),
        (Faults(Command.READ, cut_after=600), "read_failed", "没有等到完整的回应"),
        (Faults(Command.READ, spoils_checksum=True), "read_failed", "回应校验不符"),
        (Faults(Command.READ, status=Status.WRONG_CARD), "not_an_id_card", "证件类型不符"),
        (
            Faults(Command.SELECT, status=Status.CARD_REJECTS_READER),
            "card_refused",
            "证件不认可读卡器",
        ),
        (Faults(Command.SELECT, status=Status.SELECT_FAILED), "select_failed", "选取证件失败"),
        (Faults(Command.SELECT, lifts_card=True), "select_failed", "没有发现证件"),
        (Faults(Command.SELECT, is_silent=True), "select_failed", "没有发现证件"),
        (Faults(Command.SELECT, spoils_checksum=True), "select_failed", "没有发现证件"),
    ],
)
def test_a_card_that_fails_says_why_and_reads_when_put_on_again(
    ready: Bench, faults: Faults, state: str, detail: str
):
    ready.simulator.fail(faults)
    ready.simulator.put_card(MAN)
    ready.advance(6)
    assert ready.events[-1].state == state
    assert ready.events[-1].sentence == f"{ReaderState(state).sentence}（{detail}）"
    assert ready.events[-1].state.is_failure
    assert _card_free(ready)
    ready.simulator.fail(Faults())
    ready.simulator.lift_card()
    ready.advance(1)
    assert _card_free(ready)
    ready.simulator.put_card(LONG_TERM_WOMAN)
    assert ready.states(3) == READ_WAY
    assert ready.events[-1].card == LONG_TERM_WOMAN


def test_two_failed_selections_are_tried_over(ready: Bench):
    ready.simulator.fail(Faults(Command.SELECT, times=2, status=Status.SELECT_FAILED))
    ready.simulator.put_card(MAN)
    assert ready.states(3) == READ_WAY


@pytest.mark.parametrize(
    "faults",
    [
        Faults(Command.FIND, piece=1),
        Faults(piece=16),
        Faults(garbage=b"\xaa"),
        Faults(garbage=b"\xaa\x00\xaa\xaa\x96\x69"),
        Faults(garbage=b"\xaa\xaa\xaa\x96\x69\xff\xff"),
        Faults(delay_seconds=0.5),
        Faults(Command.FIND, times=2, is_silent=True),
        Faults(Command.FIND, times=2, spoils_checksum=True),
        Faults(Command.FIND, times=2, cut_after=9),
        Faults(Command.FIND, times=2, status=Status.BAD_CHECKSUM),
    ],
)
def test_a_poor_line_delays_a_card_but_does_not_change_it(ready: Bench, faults: Faults):
    ready.simulator.fail(faults)
    ready.simulator.put_card(RARE_NAME)
    ready.advance(40)
    assert ready.events[-1].state is ReaderState.CARD_READ
    assert [event.card for event in ready.events if event.card] == [RARE_NAME]


@pytest.mark.parametrize(
    ("faults", "state", "detail"),
    [
        (Faults(is_silent=True), "no_answer", "没有等到完整的回应"),
        (Faults(cut_after=6), "no_answer", "没有等到完整的回应"),
        (Faults(cut_after=0, garbage=b"\xaa\xaa"), "no_answer", "没有等到完整的回应"),
        (Faults(spoils_checksum=True), "garbled", "回应校验不符"),
        (Faults(garbage=b"\xaa\xaa\xaa\x96\x69\xff\xff", cut_after=7), "garbled", "回应长度不符"),
        (Faults(status=Status.OK), "garbled", "操作成功"),
        (Faults(status=Status.SELF_TEST_FAILED), "reader_fault", "安全模块自检失败"),
        (Faults(status=Status.NOT_AUTHORISED), "reader_fault", "安全模块未经授权"),
    ],
)
def test_a_broken_reader_says_so_once_and_comes_back_when_sound(
    ready: Bench, faults: Faults, state: str, detail: str
):
    ready.simulator.fail(faults)
    ready.simulator.put_card(MAN)
    assert ready.states(30) == [state]
    assert ready.events[-1].sentence == f"{ReaderState(state).sentence}（{detail}）"
    assert _card_free(ready)
    ready.simulator.fail(Faults())
    ready.simulator.lift_card()
    assert ready.states(5) == [ReaderState.NO_CARD]


def test_a_port_that_was_silent_from_the_start_is_reported(bench: Bench):
    bench.simulator.fail(Faults(is_silent=True))
    assert bench.states(10) == [ReaderState.NO_ANSWER]


def test_a_reader_that_is_not_there_is_found_when_plugged_in(bench: Bench):
    bench.simulator.vanish()
    assert bench.states(10) == [ReaderState.DISCONNECTED]
    assert bench.events[-1].sentence == "读卡器未连接，请检查连线和端口设置；可以手工录入。"
    bench.simulator.come_back()
    bench.simulator.put_card(MAN)
    assert bench.states(3) == READ_WAY


@pytest.mark.parametrize("command", Command)
def test_a_reader_unplugged_at_any_step_is_disconnected_and_returns(ready: Bench, command: Command):
    ready.simulator.fail(Faults(command, is_silent=True))
    ready.simulator.put_card(MAN)
    while ready.simulator.sam.commands[-1] != command.value:
        ready.advance(0.01)
    ready.simulator.vanish()
    assert ready.states(2)[-1] is ReaderState.DISCONNECTED
    ready.simulator.fail(Faults())
    ready.simulator.come_back()
    ready.simulator.put_card(MAN)
    assert ready.states(3) == READ_WAY


def test_an_answer_that_comes_too_late_is_never_taken_for_the_next_card(ready: Bench):
    ready.simulator.fail(Faults(Command.READ, times=1, delay_seconds=3.6))
    ready.simulator.put_card(MAN)
    assert ready.states(3.5)[-1] is ReaderState.READ_FAILED
    ready.simulator.lift_card()
    assert ready.states(2) == []
    ready.simulator.put_card(RARE_NAME)
    assert ready.states(5) == READ_WAY
    assert [event.card for event in ready.events if event.card] == [RARE_NAME]


def test_the_log_names_faults_but_never_persons(ready: Bench, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    ready.simulator.put_card(MAN)
    ready.advance(2)
    ready.simulator.fail(Faults(Command.READ, status=Status.READ_FAILED))
    ready.simulator.put_card(RARE_NAME)
    ready.advance(2)
    assert "read_failed" in caplog.text
    for card in (MAN, RARE_NAME):
        assert str(card.name) not in caplog.text
        assert str(card.number) not in caplog.text
