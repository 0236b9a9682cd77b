import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.devices.printer.ipp_codec import (
    Attribute,
    Group,
    GroupTag,
    Message,
    ValueTag,
)
from reception_desk.devices.printer.ipp_states import job_status, printer_health
from reception_desk.records.printing import PrinterCondition, PrintState


def job(state: int, *reasons: str, pages: int | None = None) -> Message:
    attributes = [Attribute("job-state", ValueTag.ENUM, (state,))]
    if reasons:
        attributes.append(Attribute("job-state-reasons", ValueTag.KEYWORD, reasons))
    if pages is not None:
        attributes.append(Attribute("job-impressions-completed", ValueTag.INTEGER, (pages,)))
    return Message(0, 1, (Group(GroupTag.JOB, tuple(attributes)),))


def printer(state: int, *reasons: str, formats: tuple[str, ...] = ()) -> Message:
    attributes = [Attribute("printer-state", ValueTag.ENUM, (state,))]
    if reasons:
        attributes.append(Attribute("printer-state-reasons", ValueTag.KEYWORD, reasons))
    if formats:
        attributes.append(Attribute("document-format-supported", ValueTag.MIME_TYPE, formats))
    return Message(0, 1, (Group(GroupTag.PRINTER, tuple(attributes)),))


PENDING, HELD, PROCESSING, STOPPED = 3, 4, 5, 6
IDLE, BUSY, STANDING = 3, 4, 5


@pytest.mark.parametrize(
    ("state", "expected"),
    [(7, PrintState.CANCELLED), (8, PrintState.FAILED), (9, PrintState.PRINTED)],
)
def test_a_final_job_stays_so_whatever_the_printer_says(state: int, expected: PrintState):
    assert job_status("1", job(state), printer(STANDING, "media-jam")).state is expected


@pytest.mark.parametrize(
    ("asked", "about", "expected"),
    [
        (job(PENDING), printer(IDLE), PrintState.QUEUED),
        (job(PENDING), printer(BUSY, "none"), PrintState.QUEUED),
        (job(PROCESSING, "job-printing"), printer(BUSY), PrintState.PRINTING),
        (job(PROCESSING), printer(BUSY, "toner-low-warning"), PrintState.PRINTING),
        (job(PROCESSING), printer(BUSY, "media-needed-report"), PrintState.OUT_OF_PAPER),
        (job(PROCESSING), printer(STANDING, "media-empty-warning"), PrintState.OUT_OF_PAPER),
        (job(PROCESSING), printer(BUSY, "media-empty-error"), PrintState.OUT_OF_PAPER),
        (job(PROCESSING), printer(BUSY, "media-empty"), PrintState.OUT_OF_PAPER),
        (job(PROCESSING), printer(BUSY, "door-open-error"), PrintState.COVER_OPEN),
        (job(PROCESSING), printer(STANDING, "media-jam-error"), PrintState.JAMMED),
        (job(PROCESSING), printer(STANDING, "toner-empty-error"), PrintState.OUT_OF_TONER),
        (job(PROCESSING), printer(BUSY, "offline-report"), PrintState.UNREACHABLE),
        (job(PENDING), printer(STANDING, "paused"), PrintState.STOPPED),
        (job(STOPPED, "printer-stopped"), printer(BUSY), PrintState.STOPPED),
        (job(HELD), printer(IDLE), PrintState.STOPPED),
    ],
)
def test_what_printers_say_becomes_a_closed_state(
    asked: Message, about: Message, expected: PrintState
):
    assert job_status("1", asked, about).state is expected


def test_one_empty_tray_of_several_does_not_stop_a_job():
    status = job_status("1", job(PROCESSING), printer(BUSY, "media-empty-report"))

    assert status.state is PrintState.PRINTING


@pytest.mark.parametrize(
    ("asked", "about"),
    [
        (job(PROCESSING), printer(BUSY, "com.example.fuser-tired-error")),
        (job(PENDING), printer(IDLE, "com.example.fuser-tired")),
        (job(STOPPED, "com.example.fuser-tired"), printer(BUSY)),
        (job(HELD, "com.example.fuser-tired"), printer(IDLE)),
        (job(PROCESSING), printer(STANDING, "com.example.fuser-tired-report")),
    ],
)
def test_an_unknown_reason_is_shown_as_it_came(asked: Message, about: Message):
    status = job_status("1", asked, about)

    assert status.state is PrintState.UNKNOWN
    assert "com.example.fuser-tired" in status.sentence


def test_unknown_news_does_not_hide_that_it_prints():
    about = printer(BUSY, "com.example.lamp-dim-report")

    status = job_status("1", job(PROCESSING, pages=2), about)

    assert status.state is PrintState.PRINTING
    assert status.pages_done == 2
    assert status.reasons == ("com.example.lamp-dim-report",)


def test_the_sentence_of_a_queue_whose_printer_is_away_is_shown():
    words = Attribute("job-printer-state-message", ValueTag.TEXT, ("打印机暂时不可用。",))
    (group,) = job(PROCESSING).groups
    answer = Message(0, 1, (Group(GroupTag.JOB, (*group.attributes, words)),))

    status = job_status("1", answer, printer(BUSY))

    assert status.state is PrintState.PRINTING
    assert "打印机暂时不可用" in status.sentence


def test_a_printer_that_says_nothing_is_unknown_not_a_crash():
    empty = Message(0, 1, ())

    assert job_status("1", empty, empty).state is PrintState.UNKNOWN
    assert printer_health(empty).condition is PrinterCondition.UNKNOWN


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (printer(IDLE), PrinterCondition.READY),
        (printer(BUSY), PrinterCondition.BUSY),
        (printer(IDLE, "media-low-warning"), PrinterCondition.PAPER_LOW),
        (printer(STANDING, "cover-open"), PrinterCondition.COVER_OPEN),
        (printer(STANDING), PrinterCondition.UNKNOWN),
        (printer(IDLE, "fuser-over-temp-error"), PrinterCondition.UNKNOWN),
        (printer(IDLE, formats=("image/urf",)), PrinterCondition.UNSUITABLE),
        (printer(IDLE, formats=("image/urf", "application/pdf")), PrinterCondition.READY),
    ],
)
def test_the_condition_of_the_printer(answer: Message, expected: PrinterCondition):
    assert printer_health(answer).condition is expected


@given(
    st.integers(-5, 20),
    st.integers(-5, 20),
    st.lists(st.text(max_size=30), max_size=3),
    st.lists(st.text(max_size=30), max_size=3),
)
def test_every_answer_has_a_state_and_a_sentence(
    job_state: int, printer_state: int, job_reasons: list[str], reasons: list[str]
):
    status = job_status("1", job(job_state, *job_reasons), printer(printer_state, *reasons))

    assert status.sentence
    assert printer_health(printer(printer_state, *reasons)).sentence
