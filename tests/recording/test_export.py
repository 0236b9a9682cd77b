"""The folder that is handed out: film, chapters, subtitles, minutes, and what proves it all."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import pytest

from reception_desk.commands.bench.recording_harms import sealed_folder
from reception_desk.errors import DeskError
from reception_desk.recording import verify
from reception_desk.recording.export import LogNote, chapters, export, subtitles
from reception_desk.recording.joining import Chapter, FilmPart
from reception_desk.recording.recording import Recording
from reception_desk.recording.simulated_camera import SimulatedCamera
from reception_desk.recording.verify import SEGMENTS
from reception_desk.records.recording import Source, SourceKind
from tests.recordings import PLAN, camera_source, lines_of, order_of, until


@pytest.fixture
def recorded(tmp_path: Path, film: Path) -> Path:
    """The film as a sealed recording of four segments."""
    source = Source(SourceKind.FILE, str(film), picture="画面", sound="信访人")
    recording = Recording(order_of(tmp_path / "r", source))
    assert recording.wait(30)
    return tmp_path / "r"


def packets_of(path: Path) -> list[bytes]:
    with av.open(str(path), "r") as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


def test_the_film_is_the_segments_without_any_loss(tmp_path: Path, recorded: Path):
    began = datetime.fromisoformat(lines_of(recorded)[0]["at"])
    notes = [
        LogNote(began + timedelta(seconds=2), "解释政策"),
        LogNote(began + timedelta(seconds=1), "信访人陈述诉求：返还押金"),
    ]
    root = export(recorded, tmp_path / "out", notes, b"%PDF-1.7 minutes")

    film = tmp_path / "out" / "recording.mkv"
    segments = sorted((recorded / SEGMENTS).iterdir())
    assert packets_of(film) == [packet for path in segments for packet in packets_of(path)]
    with av.open(str(film), "r") as container:
        assert [stream.metadata["title"] for stream in container.streams] == ["画面", "信访人"]
        titles = [chapter["metadata"]["title"] for chapter in container.chapters()]
        assert len(list(container.decode(video=0))) == PLAN.rate * PLAN.seconds
    assert titles == ["开始", "信访人陈述诉求：返还押金", "解释政策"]
    text = film.with_suffix(".srt").read_text("utf-8")
    assert text.index("返还押金") < text.index("解释政策")
    assert (tmp_path / "out" / "minutes.pdf").read_bytes() == b"%PDF-1.7 minutes"
    assert verify.verify(tmp_path / "out", root).status == verify.WHOLE
    assert root == verify.verify(recorded).root


def test_the_folder_proves_itself(tmp_path: Path, recorded: Path):
    root = export(recorded, tmp_path / "out")
    command = [sys.executable, "-I", "-S", str(tmp_path / "out" / "verify.py"), "--root", root]

    whole = subprocess.run(command, capture_output=True, check=False, timeout=30)
    film = tmp_path / "out" / "recording.mkv"
    film.chmod(0o600)
    film.write_bytes(film.read_bytes()[:-1])
    harmed = subprocess.run(command, capture_output=True, check=False, timeout=30)

    assert (whole.returncode, harmed.returncode) == (0, 1)
    assert root in (tmp_path / "out" / "说明.txt").read_text("utf-8")


def test_another_resolution_is_another_part(tmp_path: Path, camera: SimulatedCamera):
    recording = Recording(order_of(tmp_path / "r", camera_source(camera.url)))
    until(lambda: recording.status().written_ms > 500)
    camera.change_film(replace(PLAN, width=320, height=180))
    until(lambda: lines_of(tmp_path / "r", "gap_end"))
    written = recording.status().written_ms
    until(lambda: recording.status().written_ms > written + 300)
    recording.close()
    export(tmp_path / "r", tmp_path / "out")

    widths: list[int] = []
    titles: list[str] = []
    for path in sorted((tmp_path / "out").glob("*.mkv")):
        with av.open(str(path), "r") as container:
            widths.append(next(container.decode(video=0)).width)
            titles = [chapter["metadata"]["title"] for chapter in container.chapters()]
    assert widths == [160, 320]
    assert titles[-1] == "继续"


def test_a_harmed_recording_is_not_handed_out(tmp_path: Path):
    folder = sealed_folder(tmp_path / "r")
    path = next((folder / SEGMENTS).iterdir())
    path.chmod(0o600)
    path.write_bytes(b"other")

    with pytest.raises(DeskError, match="不能导出"):
        export(folder, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_export_that_fails_leaves_nothing_half(tmp_path: Path, recorded: Path):
    (tmp_path / "file").write_text("")

    with pytest.raises(DeskError, match="没有导出"):
        export(recorded, tmp_path / "file" / "out")
    (tmp_path / "out").mkdir()
    with pytest.raises(DeskError, match="没有导出"):
        export(recorded, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


class CancelledError(Exception):
    """A person thought better of it."""


def test_an_export_tells_how_far_it_is_and_can_be_cancelled(tmp_path: Path, recorded: Path):
    heard: list[tuple[int, int]] = []
    export(recorded, tmp_path / "out", progress=lambda done, total: heard.append((done, total)))
    total = 2 * len(list((recorded / SEGMENTS).iterdir()))

    def cancel(done: int, _total: int) -> None:
        if done == total - 1:
            raise CancelledError

    with pytest.raises(CancelledError):
        export(recorded, tmp_path / "other", progress=cancel)

    assert heard == [(done, total) for done in range(1, total + 1)]
    assert not (tmp_path / "other").exists()


def test_gaps_are_chapters_too():
    lines = [
        {"kind": "gap", "reason": "paused", "words": "休息", "from_ms": 4000},
        {"kind": "gap_end", "to_ms": 9000},
    ]

    assert chapters([(2000, "陈述")], lines, 12_000) == [
        Chapter(0, 2000, "开始"),
        Chapter(2000, 4000, "陈述"),
        Chapter(4000, 9000, "【暂停】休息"),
        Chapter(9000, 12_000, "继续"),
    ]


def test_subtitles_are_those_of_the_part():
    part = FilmPart(Path("x.mkv"), 10_000, 3_700_000)
    notes = [(2000, "早"), (11_500, "一"), (12_000, "二"), (3_699_000, "末")]

    assert subtitles(notes, part).split("\n\n") == [
        "1\n00:00:01,500 --> 00:00:02,000\n一",
        "2\n00:00:02,000 --> 00:00:08,000\n二",
        "3\n01:01:29,000 --> 01:01:30,000\n末\n",
    ]


def test_a_note_of_another_zone_is_at_its_moment(tmp_path: Path, recorded: Path):
    began = datetime.fromisoformat(lines_of(recorded)[0]["at"]).astimezone(UTC)
    local = (began + timedelta(seconds=3)).astimezone()
    export(recorded, tmp_path / "out", [LogNote(local, "本地时间")])

    text = (tmp_path / "out" / "recording.srt").read_text("utf-8")
    assert "00:00:03,000" in text or "00:00:02,9" in text
