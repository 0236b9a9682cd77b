"""The records that cross from the reader to the desk."""

import pytest

from reception_desk.devices.card_reader.sample_cards import SAMPLE_CARDS
from reception_desk.records.card import CardData, CardKind, ReaderEvent, ReaderState


@pytest.mark.parametrize("state", ReaderState)
def test_every_state_has_a_sentence_of_its_own(state: ReaderState):
    assert state.sentence.endswith("。")
    assert [other for other in ReaderState if other.sentence == state.sentence] == [state]


@pytest.mark.parametrize("kind", CardKind)
def test_every_kind_has_a_label(kind: CardKind):
    assert kind.label


@pytest.mark.parametrize("card", SAMPLE_CARDS, ids=lambda card: card.kind)
def test_a_logged_card_shows_nothing_personal(card: CardData):
    shown = repr(ReaderEvent(ReaderState.CARD_READ, card))
    for value in (card.name, card.english_name, card.number, card.address, card.birth_date):
        assert value is None or str(value) not in shown


def test_the_readers_reason_stands_behind_the_sentence():
    event = ReaderEvent(ReaderState.READ_FAILED, detail="读证件操作失败")
    assert event.sentence == ReaderState.READ_FAILED.sentence + "（读证件操作失败）"
    assert ReaderEvent(ReaderState.NO_CARD).sentence == ReaderState.NO_CARD.sentence


def test_a_failure_is_never_a_step_on_the_way():
    steps = {ReaderState.NO_CARD, ReaderState.CARD_FOUND, ReaderState.READING}
    assert not any(state.is_failure or state.is_waiting_for_lift for state in steps)
    assert ReaderState.READ_FAILED.is_failure
    assert not ReaderState.CARD_READ.is_failure
