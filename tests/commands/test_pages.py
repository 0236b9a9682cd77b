"""`desk pages` as a person and a script use it."""

import json
import struct
import zlib
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PIL import Image

from reception_desk.cli import main
from reception_desk.commands.bench.sample_pages import Ground, Writing, sample_page
from reception_desk.imaging.decode import decode_frame

DPI = 100


def picture(seed: int, ground: Ground = Ground.LID, writing: Writing = Writing.LETTER):
    return Image.fromarray(sample_page(Random(seed), writing, ground, DPI).pixels)


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    """Return a folder with three good files (five pages) and a text that is no image."""
    folder = tmp_path / "scans"
    folder.mkdir()
    picture(1).save(folder / "a.jpg", dpi=(DPI, DPI))
    picture(2, Ground.CAMERA).save(folder / "b.PNG", dpi=(DPI, DPI))
    frames = [picture(3), picture(4, writing=Writing.BLANK), picture(5, Ground.FEEDER)]
    frames[0].save(folder / "c.tiff", save_all=True, append_images=frames[1:], dpi=(DPI, DPI))
    (folder / "notes.txt").write_text("not a page")
    return folder


def report_of(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "pages.json").read_text(encoding="utf-8"))


def test_each_page_gets_a_working_image_and_its_decisions(
    scans: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    out = tmp_path / "out"

    assert main(["pages", str(scans), "--out", str(out)]) == 0

    pages = report_of(out)["pages"]
    assert [(Path(page["source"]).name, page["frame"]) for page in pages] == [
        ("a.jpg", 1), ("b.PNG", 1), ("c.tiff", 1), ("c.tiff", 2), ("c.tiff", 3),
    ]  # fmt: skip
    assert [page["sheet"] for page in pages] == ["found"] * 4 + ["no_edge"]
    assert [page["blank"] for page in pages] == [False, False, False, True, False]
    for page in pages:
        pixels = decode_frame((out / page["file"]).read_bytes()).pixels
        assert pixels.shape[1::-1] == (page["width"], page["height"])
        assert page["dpi"] == DPI
    told = capsys.readouterr().out
    assert "空白页" in told
    assert "共 5 页，0 处未能读取" in told


def test_json_on_the_terminal_is_the_report(
    scans: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    out = tmp_path / "out"

    assert main(["pages", str(scans / "a.jpg"), "--out", str(out), "--json"]) == 0

    assert json.loads(capsys.readouterr().out) == report_of(out)


def test_a_step_left_out_is_undone(scans: Path, tmp_path: Path):
    out = tmp_path / "out"
    words = ["pages", str(scans / "a.jpg"), "--out", str(out)]

    assert main([*words, "--without", "sheet", "--without", "skew", "--without", "colour"]) == 0

    (page,) = report_of(out)["pages"]
    with Image.open(scans / "a.jpg") as original:
        assert (page["width"], page["height"]) == original.size
    assert page["sheet"] == "not_looked_for"
    assert not {"sheet", "skew", "colour"} & set(page["steps"])


def test_a_page_scanned_twice_is_named(scans: Path, tmp_path: Path):
    out, again = tmp_path / "out", scans / "again.jpg"
    again.write_bytes((scans / "a.jpg").read_bytes())

    assert main(["pages", str(scans), "--out", str(out)]) == 0

    pages = report_of(out)["pages"]
    assert [page["repeats"] for page in pages] == [None, pages[0]["file"]] + [None] * 4


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that asks for `width` x `height` pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    end = b"IEND"
    chunks = [
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        for chunk in (header, b"IDAT" + zlib.compress(b"\0" * 100), end)
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def bad_files(good: bytes) -> dict[str, tuple[bytes, str]]:
    return {
        "empty.jpg": (b"", "文件是空的"),
        "cut.jpg": (good[: len(good) // 2], "已损坏或不完整"),
        "text.png": (b"not a picture at all", "不是 PNG"),
        "bomb.png": (bomb(60_000, 60_000), "百万像素"),
        "large.png": (bomb(10_000, 9_500), "百万像素"),
    }


def test_each_bad_file_gets_a_sentence_and_the_rest_goes_on(
    scans: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    bad = bad_files((scans / "a.jpg").read_bytes())
    for name, (data, _) in bad.items():
        (scans / name).write_bytes(data)
    Image.new("L", (1, 1), 255).save(scans / "dot.png")
    out = tmp_path / "out"

    assert main(["pages", str(scans), "--out", str(out)]) == 1

    report = report_of(out)
    assert len(report["pages"]) == 6
    problems = {Path(each["source"]).name: each["problem"] for each in report["failures"]}
    assert set(problems) == set(bad)
    assert all(sentence in problems[name] for name, (_, sentence) in bad.items())
    dot = next(page for page in report["pages"] if page["source"].endswith("dot.png"))
    assert (dot["width"], dot["height"], dot["blank"], dot["sheet"]) == (1, 1, None, "no_edge")
    assert "empty.jpg 第 1 页：文件是空的" in capsys.readouterr().out


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_damaged_frame_does_not_take_the_others_with_it(scans: Path, tmp_path: Path):
    frames = [picture(seed) for seed in (7, 8, 9)]
    path = tmp_path / "batch.tiff"
    frames[0].save(path, save_all=True, append_images=frames[1:], compression="tiff_lzw")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 400] = bytes(400)
    path.write_bytes(data)
    out = tmp_path / "out"

    assert main(["pages", str(path), "--out", str(out)]) == 1

    report = report_of(out)
    assert [page["frame"] for page in report["pages"]] == [1, 3]
    assert [each["frame"] for each in report["failures"]] == [2]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nowhere.jpg", "--out", "out"], "没有“nowhere.jpg”"),
        ([".", "--out", "out", "--without", "magic"], "没有名为“magic”的步骤"),
        ([".", "--out", "."], "里已有文件"),
        ([".", "--out", "a.jpg"], "不能写入文件夹"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    words: list[str],
    told: str,
    scans: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.chdir(scans)

    assert main(["pages", *words]) == 2
    assert told in capsys.readouterr().err
