"""A held session in words: what is missing, what was altered, how long it is kept."""

from datetime import UTC, datetime, timedelta

from reception_desk.recording.timeline import Gap, Reach, Timeline
from reception_desk.recording.verify import Verdict
from reception_desk.rules.session_log import Interruption, SessionLog
from reception_desk.ui.pages.video_sessions.film_bar import FilmBar, SpanLook
from reception_desk.ui.pages.video_sessions.past_words import marked_spans, verdict_words

BEGAN = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
TIMELINE = Timeline(
    BEGAN,
    180_000,
    tuple(Reach(f"{at}.mkv", at * 60_000, at * 60_000, (at + 1) * 60_000) for at in range(3)),
    (Gap(30_000, 45_000, "暂停：喝水"), Gap(50_000, 52_000, "信号中断", ("画面",))),
)


def verdict(*altered: int, problems: int = 0, is_sealed: bool = True) -> Verdict:
    found = Verdict()
    found.altered = list(altered)
    found.problems = ["清单第 3 行被改动。"] * (problems or len(altered))
    found.is_sealed, found.segments = is_sealed, 3
    return found


def test_the_verdict_names_the_segments_by_number_and_time():
    assert verdict_words(verdict(), TIMELINE).startswith("完整，没有改动：3 段")
    told = verdict_words(verdict(2), TIMELINE)
    assert told == "第 2 段（00:01:00–00:02:00）被改动、损坏或缺失。"
    assert verdict_words(verdict(2), None) == "第 2 段被改动、损坏或缺失。"
    many = verdict_words(verdict(*range(1, 9)), None)
    assert many.startswith("第 1 段、")
    assert "等 8 段" in many
    assert verdict_words(verdict(problems=1), TIMELINE) == "被改动：清单第 3 行被改动。"
    assert verdict_words(verdict(is_sealed=False), TIMELINE) == "还没有封存。"


def test_gaps_pauses_and_sealed_parts_are_marked_with_words():
    pause = Interruption("n1", BEGAN + timedelta(seconds=40), "休息", BEGAN + timedelta(seconds=70))
    later = Interruption("n2", BEGAN + timedelta(hours=1), "停电")
    spans = marked_spans(TIMELINE, SessionLog(interruptions=(pause, later)), [(100, 110, "隐私")])
    assert [span.sentence for span in spans] == [
        "00:00:30–00:00:45 缺失（暂停：喝水）",
        "00:00:40–00:01:10 接访中断：休息",
        "00:00:50–00:00:52 画面缺失（信号中断）",
        "00:01:40–00:01:50 封存：隐私",
    ]


def test_the_bar_says_what_is_missing_first(app: object):
    bar = FilmBar()
    pause = Interruption("n1", BEGAN + timedelta(seconds=40), "休息", BEGAN + timedelta(seconds=70))
    spans = marked_spans(TIMELINE, SessionLog(interruptions=(pause,)), [])
    bar.show_film(TIMELINE.length_ms, spans, [1000])
    assert "00:00:30–00:00:45 缺失（暂停：喝水）" in bar.accessibleDescription()
    for at_ms, look in ((42_000, SpanLook.GAP), (47_000, SpanLook.PAUSE)):
        found = bar.span_at(at_ms)
        assert found is not None
        assert found.look is look
    assert bar.span_at(0) is None
    bar.deleteLater()
