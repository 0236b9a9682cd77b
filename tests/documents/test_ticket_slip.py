"""号票: what it says, what it never says, and that it fits its paper."""

from dataclasses import fields, replace

import pytest

from reception_desk.documents.ticket_slip import NOTES, UNKNOWN_WAIT, ticket_slip
from reception_desk.errors import DocumentError
from reception_desk.records.papers import TicketSlipData
from tests.documents import samples
from tests.documents.reading import PAPERS, REFERENCE, as_reference, every_text, without_space
from tests.documents.test_receipt import size_in_mm

PAPER_KINDS = ("slip80", "slip58", "A5")


@pytest.mark.parametrize("name", [name for name in PAPERS if name.startswith("ticket")])
def test_the_words_are_those_of_the_reference(name: str):
    assert as_reference(PAPERS[name]()) == (REFERENCE / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("paper", PAPER_KINDS)
def test_number_wait_and_rights_are_read_back(paper: str):
    data = samples.ticket_data()
    for text in every_text(ticket_slip(data, paper)):
        for words in (data.number, "前面还有5个号", "20至40分钟", "09:05", *NOTES):
            assert without_space(words) in text


@pytest.mark.parametrize(("paper", "width"), [("slip80", 72), ("slip58", 48), ("A5", 148)])
def test_it_is_as_wide_as_its_paper_and_as_long_as_its_words(paper: str, width: int):
    plain = size_in_mm(ticket_slip(samples.ticket_data(), paper))
    assert plain[0] == pytest.approx(width, abs=0.1)
    long = size_in_mm(ticket_slip(replace(samples.ticket_data(), number="A01B-001"), paper))
    assert long[0] == plain[0]
    if paper == "A5":
        assert plain[1] == long[1] == pytest.approx(210, abs=0.1)


def test_a_wait_that_nobody_knows_is_not_guessed():
    alone = replace(samples.ticket_data(), ahead=0, minutes=None)
    for text in every_text(ticket_slip(alone)):
        assert UNKNOWN_WAIT in text
        assert "前面没有别的号" in text
        assert "分钟" not in text


def test_another_paper_is_refused():
    with pytest.raises(DocumentError, match="A4"):
        ticket_slip(samples.ticket_data(), "A4")


def test_the_slip_has_no_room_for_a_name():
    told = {field.name for field in fields(TicketSlipData)}
    assert told == {"office", "number", "issued_at", "ahead", "minutes"}
