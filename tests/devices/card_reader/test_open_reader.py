"""Which reader the settings open."""

import sys
from pathlib import Path
from threading import Event

import pytest

from reception_desk.config import CardReaderSettings
from reception_desk.devices.card_reader import open_reader
from reception_desk.devices.card_reader.null import NullCardReader
from reception_desk.devices.card_reader.reader import SamCardReader
from reception_desk.devices.card_reader.sample_cards import MAN
from reception_desk.devices.card_reader.simulated import (
    SAMPLE_SCRIPT,
    InProcessReader,
    SimulatedCardReader,
    SimulatedReader,
    new_simulator,
)
from reception_desk.errors import DeskError
from reception_desk.records.card import ReaderEvent, ReaderState
from tests.devices.card_reader.bench import watching


def test_no_reader_is_said_once_and_ends_when_told():
    reader = open_reader(CardReaderSettings(kind="none"))
    assert isinstance(reader, NullCardReader)
    with watching(reader) as watch:
        event = watch.wait_for(ReaderState.NO_READER)
    assert event.sentence == "本窗口没有设置读卡器，请手工录入。"
    assert reader.poll(1.0) is None
    reader.close()


def test_no_reader_that_was_stopped_before_it_began_says_nothing():
    stop = Event()
    stop.set()
    told: list[ReaderEvent] = []
    NullCardReader().run(stop, told.append)
    assert told == []


def test_a_serial_reader_that_is_not_plugged_in_is_disconnected(tmp_path: Path):
    reader = open_reader(CardReaderSettings(kind="serial", port=str(tmp_path / "tty")))
    with watching(reader) as watch:
        watch.wait_for(ReaderState.DISCONNECTED)


def test_a_hid_reader_is_opened_by_its_first_poll_only():
    assert isinstance(open_reader(CardReaderSettings(kind="hid")), SamCardReader)


def test_a_simulated_reader_reads_what_is_put_on_it_and_closes_its_simulator():
    reader = open_reader(CardReaderSettings(kind="simulated"))
    assert isinstance(reader, SimulatedCardReader)
    with watching(reader) as watch:
        watch.wait_for(ReaderState.NO_CARD)
        reader.simulator.put_card(MAN)
        assert watch.wait_for(ReaderState.CARD_READ).card == MAN
    with watching(reader) as watch:
        watch.wait_for(ReaderState.DISCONNECTED)


def test_a_simulated_reader_survives_its_own_unplugging():
    reader = open_reader(CardReaderSettings(kind="simulated"))
    assert isinstance(reader, SimulatedCardReader)
    with watching(reader) as watch:
        watch.wait_for(ReaderState.NO_CARD)
        reader.simulator.vanish()
        watch.wait_for(ReaderState.DISCONNECTED)
        reader.simulator.come_back()
        watch.wait_for(ReaderState.NO_CARD)


def test_a_scripted_reader_ends_with_its_script_unplayed():
    reader = open_reader(CardReaderSettings(kind="simulated", port="script"))
    reader.close()
    assert sum(step.seconds for step in SAMPLE_SCRIPT) > 30


def test_the_simulator_fits_the_system():
    simulator = new_simulator()
    expected = InProcessReader if sys.platform == "win32" else SimulatedReader
    assert isinstance(simulator, expected)
    simulator.close()


def test_another_kind_is_explained():
    with pytest.raises(DeskError, match="usb9") as caught:
        open_reader(CardReaderSettings(kind="usb9"))
    assert "serial、hid、simulated" in caught.value.advice
