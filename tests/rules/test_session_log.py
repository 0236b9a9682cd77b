"""The log: what was said keeps its moment, corrections stay visible, pauses have an end."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.session_log import NoteInput, NoteKind, NoteRecord
from reception_desk.rules.session_log import fold_log, refuse_note

START = datetime(2026, 11, 23, 7, tzinfo=UTC)
NOTES = [f"n{number}" for number in range(8)]


def note(key: str, minute: int = 0, kind: str = NoteKind.FACT, **said: object) -> NoteRecord:
    written = said.pop("written", minute)
    assert isinstance(written, int)
    return NoteRecord(
        note_id=key,
        kind=kind,
        text=str(said.pop("text", f"第{key}条")),
        said_at=START + timedelta(minutes=minute),
        written_at=START + timedelta(minutes=written),
        author_id="clerk",
        **said,  # pyright: ignore[reportArgumentType]
    )


@st.composite
def logs(draw: st.DrawFn) -> list[NoteRecord]:
    """Rows of two desks, whole or not: a correction may arrive before what it puts right."""
    keys = draw(st.lists(st.sampled_from(NOTES), unique=True))
    other = st.none() | st.sampled_from(NOTES)
    return [
        note(
            key,
            draw(st.integers(0, 5)),
            draw(st.sampled_from([*NoteKind, "of_a_later_release"])),
            correction_of=draw(other),
            ends_id=draw(other),
        )
        for key in keys
    ]


@given(logs(), st.randoms(use_true_random=False))
def test_desks_that_hold_the_same_rows_read_the_same_log(rows, chance):
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert fold_log(shuffled, [START + timedelta(hours=1)]) == fold_log(
        rows, [START + timedelta(hours=1)]
    )


@given(logs())
def test_no_row_is_lost_and_none_is_read_twice(rows):
    log = fold_log(rows)
    doubled = {row.note_id for row in log.stray} & {entry.note.note_id for entry in log.entries}
    read = [entry.note.note_id for entry in log.entries]
    read += [one.note_id for entry in log.entries for one in entry.corrections]
    read += [row.note_id for row in log.stray if row.note_id not in doubled]
    assert sorted(read) == sorted(row.note_id for row in rows)
    assert all(row.kind == NoteKind.RESUMED for row in log.stray if row.note_id in doubled)


@given(logs())
def test_entries_stand_in_the_order_in_which_they_were_said(rows):
    moments = [entry.note.said_at for entry in fold_log(rows).entries]
    assert moments == sorted(moments)


def test_an_entry_typed_late_keeps_its_moment_and_says_so():
    log = fold_log([note("a", 10), note("b", 3, written=15)])
    assert [entry.note.note_id for entry in log.entries] == ["b", "a"]
    assert [entry.is_late for entry in log.entries] == [True, False]


def test_both_texts_of_a_correction_stay_and_the_newest_holds():
    rows = [
        note("a", text="0.8亩"),
        note("b", text="0.6亩", correction_of="a"),
        note("c", text="0.7亩", correction_of="b"),
    ]
    (entry,) = fold_log(rows).entries
    assert entry.text == "0.7亩"
    assert [one.text for one in (entry.note, *entry.corrections)] == ["0.8亩", "0.6亩", "0.7亩"]


def test_a_pause_lasts_until_somebody_ends_it_or_the_session_ends():
    began = note("a", 5, NoteKind.INTERRUPTED, text="线路中断")
    assert fold_log([began]).open_interruption is not None
    ended = note("b", 8, NoteKind.RESUMED, ends_id="a")
    (pause,) = fold_log([began, ended]).interruptions
    assert pause.seconds == 180
    (pause,) = fold_log([began], [START + timedelta(minutes=6)]).interruptions
    assert pause.seconds == 60


def test_a_second_end_made_apart_is_shown_and_changes_nothing():
    began = note("a", 5, NoteKind.INTERRUPTED, text="线路中断")
    ends = [
        note(key, minute, NoteKind.RESUMED, ends_id="a") for key, minute in (("b", 8), ("c", 9))
    ]
    log = fold_log([began, *ends])
    assert log.interruptions[0].seconds == 180
    assert [row.note_id for row in log.stray] == ["c"]


def test_what_is_not_whole_is_refused_with_a_sentence():
    log = fold_log([note("a", 5, NoteKind.INTERRUPTED, text="线路中断")])
    refused = {
        NoteInput(NoteKind.FACT): "要点",
        NoteInput(NoteKind.INTERRUPTED): "原因",
        NoteInput(NoteKind.INTERRUPTED, "又断"): "恢复",
        NoteInput(NoteKind.EVIDENCE, "出示权证"): "哪一页",
        NoteInput(NoteKind.FACT, "更正", correction_of="z"): "没有找到",
    }
    for entry, word in refused.items():
        assert word in refuse_note(entry, log)
    assert refuse_note(NoteInput(NoteKind.RESUMED), log) == ""
    assert "没有中断" in refuse_note(NoteInput(NoteKind.RESUMED), fold_log([]))
    assert refuse_note(NoteInput(NoteKind.REST), log) == ""


def test_every_kind_has_its_own_key():
    assert len({kind.key for kind in NoteKind}) == len(NoteKind)
