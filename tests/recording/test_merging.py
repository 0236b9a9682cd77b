"""Several sources become one order of time; a file waits for the disk, a camera cannot."""

import threading

from reception_desk.recording import merging
from reception_desk.recording.arrival import Lost, Part, Taken, TrackKey
from reception_desk.recording.merging import FILE_LIMIT, Merging


def taken(source: int, time_ms: int, *, is_key: bool = True, part: Part = Part.PICTURE) -> Taken:
    import av

    return Taken(TrackKey(source, part), av.Packet(b"x"), time_ms, 0, 40, is_key)


def times(found: Merging, count: int) -> list[int]:
    arrivals = [found.take(5.0) for _ in range(count)]
    return [arrival.time_ms for arrival in arrivals if arrival]


def test_packets_of_two_sources_come_in_the_order_of_their_time():
    both = Merging()
    both.open(0, is_live=True)
    both.open(1, is_live=True)
    for time_ms in (0, 80, 160):
        both.put(taken(0, time_ms))
        both.put(taken(1, time_ms + 40))

    assert times(both, 6) == [0, 40, 80, 120, 160, 200]


def test_a_silent_source_holds_up_the_other_for_a_moment_only():
    both = Merging()
    both.open(0, is_live=True)
    both.open(1, is_live=True)
    both.put(taken(0, 5))

    assert times(both, 1) == [5]
    assert both.take(0.0) is None


def test_a_source_that_is_lost_holds_up_nobody():
    both = Merging()
    both.open(0, is_live=False)
    both.open(1, is_live=False)
    both.put(taken(0, 40))
    assert both.take(0.0) is None
    both.put(Lost(1, None, 10))

    assert times(both, 2) == [10, 40]


def test_a_file_waits_until_somebody_takes():
    one = Merging()
    one.open(0, is_live=False)

    def put_all() -> None:
        for number in range(2 * FILE_LIMIT):
            one.put(taken(0, number))

    putting = threading.Thread(target=put_all)
    putting.start()
    found = times(one, 2 * FILE_LIMIT)
    putting.join()

    assert found == list(range(2 * FILE_LIMIT))


def test_a_file_that_waits_ends_when_nothing_is_wanted():
    one = Merging()
    one.open(0, is_live=False)
    answers: list[bool] = []

    def put_all() -> None:
        while not answers or answers[-1]:
            answers.append(one.put(taken(0, len(answers))))

    putting = threading.Thread(target=put_all)
    putting.start()
    one.stop()
    putting.join()

    assert answers[-1] is False


def test_a_camera_that_is_not_heard_loses_whole_pictures(monkeypatch):
    monkeypatch.setattr(merging, "LIVE_LIMIT", 3)
    one = Merging()
    one.open(0, is_live=True)
    for number in range(5):
        one.put(taken(0, number, is_key=number == 0))
    assert times(one, 3) == [0, 1, 2]
    one.put(taken(0, 5, is_key=False))
    one.put(taken(0, 6, is_key=True))
    one.put(taken(0, 7, is_key=False))

    assert times(one, 2) == [6, 7]
    assert one.take_dropped() == 3
    assert one.take_dropped() == 0
