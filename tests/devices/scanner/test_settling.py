"""Which files are whole, by looks at a folder and two clocks."""

from pathlib import Path

from reception_desk.devices.scanner.settling import FileState, SettlingFiles

NOW = 1_000_000.0


def state(name: str, changed: float, size: int = 9) -> FileState:
    return Path(name), round(changed * 1e9), size


def test_a_file_changed_long_ago_is_whole_at_first_sight():
    files = SettlingFiles(1.0)

    assert files.whole([state("a", NOW - 5)], seen_at=0, clock=NOW) == [state("a", NOW - 5)]


def test_a_file_just_written_is_waited_for():
    files = SettlingFiles(1.0)
    fresh = [state("a", NOW)]

    assert files.whole(fresh, seen_at=0, clock=NOW) == []
    assert files.whole(fresh, seen_at=0.5, clock=NOW + 0.5) == []
    assert files.whole(fresh, seen_at=1.0, clock=NOW + 1.0) == fresh


def test_a_file_that_grows_is_waited_for_anew():
    files = SettlingFiles(1.0)
    growing: list[FileState] = []
    for step in range(10):
        growing = [state("a", NOW + step / 2, size=step)]
        assert files.whole(growing, seen_at=step / 2, clock=NOW + step / 2) == []

    assert files.whole(growing, seen_at=5.6, clock=NOW + 5.6) == growing


def test_a_file_from_the_future_is_whole_when_it_was_watched_long_enough():
    files = SettlingFiles(1.0)
    ahead = [state("a", NOW + 9_999)]

    assert files.whole(ahead, seen_at=0, clock=NOW) == []
    assert files.whole(ahead, seen_at=1.0, clock=NOW + 1) == ahead


def test_the_file_changed_first_comes_first_and_names_part_equals():
    files = SettlingFiles(1.0)
    waiting = [state("c", NOW - 5), state("b", NOW - 9), state("a", NOW - 5)]

    names = [path.name for path, _time, _size in files.whole(waiting, seen_at=0, clock=NOW)]

    assert names == ["b", "a", "c"]


def test_an_unfinished_file_holds_up_no_other():
    files = SettlingFiles(1.0)
    whole = state("b", NOW - 5)

    assert files.whole([state("a", NOW), whole], seen_at=0, clock=NOW) == [whole]
