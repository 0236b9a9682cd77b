"""The hall: from a call at a window to the painted board and to the voice; what notices cost.

Painting is by the processor, on the off-screen platform: what a screen adds is not in it. The
voice is counted from the press to its first sound at the sound server (`hall_sound`).
"""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from reception_desk.commands.bench import hall_calls, hall_sound
from reception_desk.commands.bench.figure import Figure, Goal, median, quantile, spread
from reception_desk.commands.bench.plan import Plan
from reception_desk.config import HALL_ZONE
from reception_desk.models.database import now
from reception_desk.records.hall_board import BoardNow, BoardTexts, HallBoard, HallCall
from reception_desk.records.sound import VoiceKind
from reception_desk.rules.ticket_queue import write_number
from reception_desk.ui.rehearsal import Rehearsal

_CALLS, _HEARD = 100, 50
_VOICES = {VoiceKind.CLIPS: "录音", VoiceKind.SPEECH: "合成语音"}
_CHANGES, _SHARE = 10_000, 10
"""A week of 2,000 numbers a day."""
_SECONDS = 10.0
_NOTICES = ("老人、残疾人和不便等候的来访人，请直接向工作人员说明。",) * 4


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield the figures of the board."""
    from reception_desk.commands.bench.screen import application

    application()
    with tempfile.TemporaryDirectory(dir=plan.work, prefix="hall-") as folder:
        rehearsal = Rehearsal(Path(folder))
        seconds = 1.0 if plan.is_quick else _SECONDS
        still, _ = _processor_share(rehearsal, ("今天有律师值班",), seconds)
        moving, frames = _processor_share(rehearsal, _NOTICES, seconds)
        yield Figure(
            "滚动通知占用处理器", moving, "%", goal=Goal.MOST, target=10,
            details={"frames_a_second": round(frames / seconds, 1), "standing_notice": still},
        )  # fmt: skip
        changes = plan.rounds(_CHANGES)
        early, late = _memory(rehearsal, changes)
        yield Figure(
            f"大厅屏换 {changes} 次画面后的内存，比 {changes // _SHARE} 次后", late, "MB", early,
            Goal.MOST_TIMES_THE_FLOOR, 1.05,
        )  # fmt: skip
        yield from _calls(plan, Path(folder), rehearsal)


def _calls(plan: Plan, folder: Path, rehearsal: Rehearsal) -> Iterator[Figure]:
    """Measure the calls of one hall, then those that cross the centre."""
    rounds, heard = plan.rounds(_CALLS), plan.rounds(_HEARD)
    with hall_sound.listening() as ear:
        for words, most, opened in (
            ("叫号", 300, hall_calls.one_hall),
            ("叫号经中心", 1000, hall_calls.two_desks),
        ):
            with opened(folder / opened.__name__, rounds + 2 * heard) as hall:
                painted = hall_calls.painted(hall, rehearsal, rounds)
                yield _p95(f"{words}到大厅屏画出，p95", painted, most)
                for voice in (VoiceKind.CLIPS, VoiceKind.SPEECH):
                    taken = hall_sound.heard(hall, rehearsal, ear, voice, heard)
                    title = f"{words}到开始出声（{_VOICES[voice]}），p95"
                    yield _p95(title, taken, most, ear=ear.name)


def _p95(title: str, taken: list[float], most: float, **details: str) -> Figure:
    return Figure(
        title, quantile(taken, 0.95), "ms", goal=Goal.MOST, target=most,
        details={**spread(taken), "median": median(taken), **details},
    )  # fmt: skip


def _memory(rehearsal: Rehearsal, changes: int) -> tuple[float, float]:
    """Call so often at many windows; return the MB resident after a tenth and after all."""
    from reception_desk.commands.bench.first_frame import resident_mb
    from reception_desk.ui.hall.board_view import BoardView

    view = BoardView(HALL_ZONE)
    view.resize(hall_calls.WIDTH, hall_calls.HEIGHT)
    view.show()
    early = 0.0
    for number in range(changes):
        calls = tuple(
            HallCall(write_number(str(1 + at % 20), at % 999), str(1 + at % 20), now(), at % 3 == 0)
            for at in range(number, number + 6)
        )
        following = tuple(call.number for call in calls)
        board = HallBoard(calls, following, following[:2], number % 40, (5, 10 + number % 30))
        view.show_now(BoardNow("接访大厅", board, BoardTexts((f"第 {number} 条通知",))))
        rehearsal.settle(1)
        if number + 1 == max(1, changes // _SHARE):
            early = resident_mb()
    late = resident_mb()
    view.close()
    view.deleteLater()
    return early, late


def _processor_share(
    rehearsal: Rehearsal, notices: tuple[str, ...], seconds: float
) -> tuple[float, int]:
    """Show notices for so long; return the share of a core in per cent, and the frames painted."""
    from PySide6.QtCore import QEvent, QObject

    from reception_desk.ui.hall.board_view import BoardView

    class Frames(QObject):
        count = 0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
            del watched
            self.count += event.type() == QEvent.Type.Paint
            return False

    view = BoardView(HALL_ZONE)
    view.resize(hall_calls.WIDTH, hall_calls.HEIGHT)
    view.show()
    view.show_now(BoardNow("接访大厅", HallBoard(), BoardTexts(notices)))
    rehearsal.settle(300)
    frames = Frames(view)
    view.marquee.installEventFilter(frames)
    began, used = time.perf_counter(), time.process_time()
    rehearsal.settle(round(seconds * 1000))
    share = (time.process_time() - used) / (time.perf_counter() - began) * 100
    count = frames.count
    view.close()
    view.deleteLater()
    return max(share, 0.01), count
