"""The same reader code on a real terminal through pyserial and inside the process."""

import gc
import sys
from collections.abc import Callable, Iterator
from types import FrameType, FunctionType, ModuleType

import pytest

from reception_desk.devices.card_reader.exchange import Patience
from reception_desk.devices.card_reader.frames import Command, Status
from reception_desk.devices.card_reader.reader import SamCardReader
from reception_desk.devices.card_reader.sample_cards import (
    FOREIGN_RESIDENT,
    HMT_RESIDENT,
    LONG_TERM_WOMAN,
    MAN,
    RARE_NAME,
    UNKNOWN_KIND,
)
from reception_desk.devices.card_reader.simulated import (
    InProcessReader,
    ScriptStep,
    SimulatedReader,
    Simulator,
)
from reception_desk.devices.card_reader.simulated_sam import PHOTO_LENGTH, Faults
from reception_desk.records.card import CardData, CardKind, ReaderState
from tests.devices.card_reader.bench import WAIT_SECONDS, Watch, watching

needs_terminals = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no pseudo-terminals"
)
QUICK = Patience(between_finds=0.02, before_reopening=0.05, reading=2.0)
FACES = (b"Photo-of-nobody." * (PHOTO_LENGTH // 16))[:PHOTO_LENGTH]
FACE_MARK = b"oto-of-nobody.Ph"


class Desk:
    """A simulator, the reader on it and what the reader reports."""

    def __init__(self, simulator: Simulator, reader: SamCardReader, watch: Watch) -> None:
        self.simulator = simulator
        self.reader = reader
        self.watch = watch

    def read(self, card: CardData) -> CardData | None:
        """Put `card` on and return what was read."""
        self.simulator.put_card(card)
        return self.watch.wait_for(ReaderState.CARD_READ).card

    def lift(self) -> None:
        """Lift the card and let the reader notice."""
        self.simulator.lift_card()
        assert self.simulator.sam.wait_for_empty_find(WAIT_SECONDS)

    @property
    def cards_seen(self) -> list[CardData]:
        return [event.card for event in self.watch.seen if event.card is not None]


@pytest.fixture(
    params=[pytest.param(SimulatedReader, marks=needs_terminals), InProcessReader],
    ids=["terminal", "in_process"],
)
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    new: Callable[[bytes], Simulator] = request.param
    simulator = new(FACES)
    try:
        reader = SamCardReader(simulator.transport(), QUICK)
        with watching(reader) as watch:
            watch.wait_for(ReaderState.NO_CARD)
            yield Desk(simulator, reader, watch)
    finally:
        simulator.close()


class TestCardReaderContract:
    @pytest.mark.parametrize(
        "card",
        [MAN, RARE_NAME, LONG_TERM_WOMAN, HMT_RESIDENT, FOREIGN_RESIDENT],
        ids=lambda card: f"{card.kind}-{card.sex}-{card.nation}",
    )
    def test_every_known_card_is_read_whole(self, desk: Desk, card: CardData):
        assert desk.read(card) == card

    def test_a_queue_of_cards_is_read_one_after_the_other(self, desk: Desk):
        for card in (MAN, RARE_NAME, MAN):
            assert desk.read(card) == card
            desk.lift()
        assert desk.cards_seen == [MAN, RARE_NAME, MAN]

    def test_an_unknown_card_is_left_to_the_clerk(self, desk: Desk):
        desk.simulator.put_card(UNKNOWN_KIND)
        card = desk.watch.wait_for(ReaderState.UNKNOWN_CARD).card
        assert card is not None
        assert card.kind is CardKind.UNKNOWN
        assert card.name is None

    @pytest.mark.parametrize(
        "faults",
        [
            Faults(piece=5),
            Faults(piece=200, delay_seconds=0.05),
            Faults(garbage=b"\xaa"),
            Faults(garbage=b"\xaa\x00\xaa\xaa\x96\x69"),
            Faults(Command.FIND, times=2, spoils_checksum=True),
            Faults(Command.FIND, times=1, cut_after=8),
        ],
    )
    def test_a_poor_line_does_not_change_a_card(self, desk: Desk, faults: Faults):
        desk.simulator.fail(faults)
        assert desk.read(RARE_NAME) == RARE_NAME

    @pytest.mark.parametrize(
        "faults",
        [
            Faults(Command.READ, spoils_checksum=True),
            Faults(Command.READ, status=Status.READ_FAILED),
            Faults(Command.READ, lifts_card=True),
            Faults(Command.READ, cut_after=700),
        ],
        ids=["checksum", "failed", "lifted", "half"],
    )
    def test_a_card_not_read_to_the_end_gives_no_field(self, desk: Desk, faults: Faults):
        desk.simulator.fail(faults)
        desk.simulator.put_card(MAN)
        event = desk.watch.wait_for(ReaderState.READ_FAILED)
        assert event.sentence.startswith("证件没有读完，请把证件拿起再放平一次。")
        assert desk.cards_seen == []
        desk.simulator.fail(Faults())
        desk.lift()
        assert desk.read(RARE_NAME) == RARE_NAME

    def test_a_silent_reader_is_named_and_recovers(self, desk: Desk):
        desk.simulator.fail(Faults(is_silent=True))
        event = desk.watch.wait_for(ReaderState.NO_ANSWER)
        assert event.sentence.startswith("读卡器没有回应，请重新插拔读卡器")
        desk.simulator.fail(Faults())
        assert desk.read(MAN) == MAN

    def test_a_garbled_line_is_named_and_recovers(self, desk: Desk):
        desk.simulator.fail(Faults(spoils_checksum=True))
        desk.watch.wait_for(ReaderState.GARBLED)
        desk.simulator.fail(Faults())
        assert desk.read(MAN) == MAN

    def test_an_unplugged_reader_is_noticed_and_reopened(self, desk: Desk):
        for card in (MAN, RARE_NAME):
            desk.simulator.vanish()
            event = desk.watch.wait_for(ReaderState.DISCONNECTED)
            assert event.sentence == "读卡器未连接，请检查连线和端口设置；可以手工录入。"
            desk.simulator.come_back()
            assert desk.read(card) == card

    def test_a_reader_unplugged_in_the_middle_of_a_read_gives_no_field(self, desk: Desk):
        desk.simulator.fail(Faults(Command.READ, cut_after=700))
        desk.simulator.put_card(MAN)
        desk.watch.wait_for(ReaderState.READING)
        desk.simulator.vanish()
        desk.watch.wait_for(ReaderState.DISCONNECTED)
        assert desk.cards_seen == []

    def test_a_script_puts_and_lifts_cards(self, desk: Desk):
        desk.simulator.play([ScriptStep(0.0, MAN), ScriptStep(0.05, None)])
        assert desk.watch.wait_for(ReaderState.CARD_READ).card == MAN

    def test_a_script_ends_with_its_simulator(self, desk: Desk):
        desk.simulator.play([ScriptStep(3600.0, MAN)])


@needs_terminals
@pytest.mark.parametrize(
    "faults",
    [Faults(), Faults(Command.READ, spoils_checksum=True), Faults(Command.READ, cut_after=900)],
    ids=["read", "checksum", "half"],
)
def test_no_byte_of_the_photo_is_reachable_after_a_read(faults: Faults):
    simulator = SimulatedReader(FACES)
    reader = SamCardReader(simulator.transport(), QUICK)
    try:
        with watching(reader) as watch:
            simulator.fail(faults)
            simulator.put_card(MAN)
            done = ReaderState.CARD_READ if faults == Faults() else ReaderState.READ_FAILED
            watch.wait_for(done)
            assert Command.READ.value in simulator.sam.commands
            found = [one for one in _reachable_bytes(reader, watch) if FACE_MARK in one]
            assert found == []
    finally:
        simulator.close()


def test_the_search_for_photo_bytes_finds_them_where_they_are():
    simulator = InProcessReader(FACES)
    assert any(FACE_MARK in one for one in _reachable_bytes(simulator))


def _reachable_bytes(*roots: object) -> Iterator[bytes]:
    """Yield every byte string that can be reached from `roots` through their own state."""
    code = (ModuleType, FunctionType, FrameType, type)
    seen: set[int] = set()
    waiting = list(roots)
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, code):
            continue
        seen.add(id(one))
        if isinstance(one, bytes | bytearray | memoryview):
            yield bytes(one)
        waiting.extend(gc.get_referents(one))
