"""What is on the disk is judged: silence, black, still, missing pictures."""

from reception_desk.recording.alarms import News
from reception_desk.recording.confidence import COUNTED, Look, PictureJudge, SoundJudge
from reception_desk.records.recording import AlarmKind, RecordingLimits

LIMITS = RecordingLimits()
LIVELY = (bytes(range(100)), bytes(range(1, 101)))


def looks(judge: PictureJudge, pictures: list[Look]) -> list[tuple[int, News]]:
    return [
        (second, news)
        for second, look in enumerate(pictures)
        for news in judge.look(look, second * 1000)
    ]


def test_silence_is_told_after_its_seconds_and_when_it_ends():
    judge = SoundJudge("信访人", LIMITS)
    levels = [-30.0] * 5 + [-90.0] * 25 + [-35.0] * 3

    found = [
        (second, news) for second, level in enumerate(levels)
        for news in judge.hear(level, second * 1000)
    ]  # fmt: skip

    assert found == [
        (25, (AlarmKind.SILENCE, "信访人", True)),
        (30, (AlarmKind.SILENCE, "信访人", False)),
    ]


def test_a_pause_in_talking_is_no_silence():
    judge = SoundJudge("信访人", LIMITS)

    found = [judge.hear(-90.0 if second % 20 else -30.0, second * 1000) for second in range(120)]

    assert not any(found)


def test_a_closed_lens_is_black_and_a_dark_room_is_not():
    judge = PictureJudge("画面", LIMITS)
    dark = [Look(20.0, 9.0, LIVELY[second % 2]) for second in range(30)]
    black = [Look(16.0, 0.2, bytes([16]) * 100) for _ in range(8)]

    assert looks(judge, dark) == []
    assert looks(judge, black) == [(5, (AlarmKind.BLACK, "画面", True))]


def test_a_picture_that_stands_is_told_and_one_that_lives_is_not():
    judge = PictureJudge("画面", LIMITS)
    alive = [Look(100.0, 40.0, LIVELY[second % 2]) for second in range(60)]
    still = [Look(100.0, 40.0, LIVELY[0]) for _ in range(25)]

    assert looks(judge, alive) == []
    assert [news for _, news in looks(judge, [*still, alive[1]])] == [
        (AlarmKind.STILL, "画面", True),
        (AlarmKind.STILL, "画面", False),
    ]


def test_pictures_that_did_not_come_are_counted():
    even = [40.0 * number for number in range(2 * COUNTED)]
    holed = [at for number, at in enumerate(even) if number % 40 or not number]

    def news_of(times: list[float]) -> list[News]:
        judge = PictureJudge("画面", LIMITS)
        return [news for at in times for news in judge.count(at)]

    assert news_of(even) == []
    assert news_of([at + (at % 7) for at in even]) == []
    assert news_of(holed) == [(AlarmKind.DROPPED, "画面", True)]
