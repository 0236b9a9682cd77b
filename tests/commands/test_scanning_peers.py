"""The comparison with other programs, as far as it can run without them."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from reception_desk.commands.bench.plan import Plan
from reception_desk.commands.bench.sample_pages import Ground, Writing
from reception_desk.commands.bench.scanning_peers import (
    drawn_stack,
    edits,
    plain,
    without_text,
    wrong_share,
)
from reception_desk.imaging.archive import ArchivePage, archive_pdf
from reception_desk.imaging.encode import encode_png
from reception_desk.records.reading import TextLine


def test_without_other_programs_our_own_rate_stands_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("PATH", str(tmp_path))
    stack = drawn_stack(tmp_path / "stack", Ground.LID, [Writing.SLIP])

    (figure,) = without_text(Plan(tmp_path, is_quick=True), stack, "盖板")

    assert figure.ours > 0
    assert (figure.floor, figure.is_met) == (None, None)
    told = capsys.readouterr().out
    assert "本机没有 ocrmypdf" in told
    assert "本机没有 unpaper" in told


def test_what_stands_on_the_pages_is_known(tmp_path: Path):
    stack = drawn_stack(tmp_path / "stack", Ground.FEEDER, [Writing.SLIP, Writing.BLANK])

    slip, blank = stack.texts
    assert slip.startswith("来访回执登记编号")
    assert blank == ""


@pytest.mark.parametrize(
    ("wanted", "got", "count"),
    [("", "", 0), ("水渠", "水渠", 0), ("水渠决口", "水决囗", 2), ("甲", "", 1), ("", "乙丙", 2)],
)
def test_an_edit_is_a_character_put_in_taken_out_or_changed(wanted: str, got: str, count: int):
    assert edits(wanted, got) == count


def test_spaces_and_widths_are_no_errors():
    assert plain("租金 ６８０ 元：\n两年") == "租金680元:两年"


def test_errors_are_a_share_of_what_stood_on_paper(tmp_path: Path):
    image = encode_png(np.full((300, 900), 255, np.uint8), 150).data
    line = TextLine("水渠央口", 1.0, ((100, 100), (500, 100), (500, 200), (100, 200)))
    pages = [ArchivePage(image, 150, (line,)), ArchivePage(image, 150)]
    path = tmp_path / "read.pdf"
    path.write_bytes(archive_pdf(pages, "水渠", datetime(2026, 11, 26, tzinfo=UTC)))

    assert wrong_share(["水渠决口", ""], path) == pytest.approx(0.25)
