import pytest

from reception_desk.records.printing import (
    JobStatus,
    PrinterCondition,
    PrinterHealth,
    PrintState,
)


@pytest.mark.parametrize("state", PrintState)
def test_every_state_has_a_sentence(state: PrintState):
    assert state.sentence


@pytest.mark.parametrize("condition", PrinterCondition)
def test_every_condition_has_a_sentence_and_knows_what_it_means_for_a_job(
    condition: PrinterCondition,
):
    assert condition.sentence
    assert not (condition.can_print and condition.obstacle)


def test_no_two_states_read_the_same():
    assert len({state.sentence for state in PrintState}) == len(PrintState)


def test_a_final_success_needs_nobody_and_an_obstacle_needs_somebody():
    assert not PrintState.PRINTED.needs_person
    assert not PrintState.CANCELLED.needs_person
    assert PrintState.OUT_OF_PAPER.needs_person
    assert not PrintState.OUT_OF_PAPER.is_final


def test_what_is_not_understood_is_quoted_and_what_is_understood_is_not():
    words = ("com.example.lamp-dim",)

    assert "com.example.lamp-dim" in JobStatus(PrintState.UNKNOWN, "1", words).sentence
    assert "com.example.lamp-dim" not in JobStatus(PrintState.PRINTED, "1", words).sentence
    assert "com.example" in PrinterHealth(PrinterCondition.UNKNOWN, words).sentence
    assert PrinterHealth(PrinterCondition.READY, words).sentence == "打印机就绪"


def test_what_is_handed_over_is_final_needs_nobody_and_claims_nothing():
    state = PrintState.HANDED_OVER

    assert state.is_final
    assert state.is_unproven
    assert not state.needs_person
    assert "系统打印队列" in state.sentence
    assert "已打印" not in state.sentence
    assert not PrintState.PRINTED.is_unproven
