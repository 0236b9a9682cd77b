"""`desk pages` as a person and a script use it."""

import hashlib
import io
import json
import shutil
import struct
import zlib
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from unicodedata import normalize

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from reception_desk.cli import main
from reception_desk.commands.bench.sample_pages import Ground, Writing, sample_page
from reception_desk.imaging.archive import check_archive
from reception_desk.imaging.encode import encode_jpeg
from reception_desk.imaging.page import Pixels
from tests.documents.reading import pdfium_pages, without_space
from tests.imaging.letters import LETTER, drawn_letter
from tests.scans import typed_letter
from tests.telephone_pictures import heic

DPI = 100
POINTS_PER_PX = 72 / DPI
AS_IT_CAME = [
    word for step in ("sheet", "skew", "shadow", "colour") for word in ("--without", step)
]


@cache
def pixels(seed: int, ground: Ground, writing: Writing) -> Pixels:
    return sample_page(Random(seed), writing, ground, DPI).pixels


def picture(seed: int, ground: Ground = Ground.LID, writing: Writing = Writing.LETTER):
    """Return a picture of its own for each caller: Pillow notes on it how it was saved."""
    return Image.fromarray(pixels(seed, ground, writing))


@pytest.fixture(scope="session")
def drawn_scans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scans")
    picture(1).save(folder / "a.jpg", dpi=(DPI, DPI))
    picture(2, Ground.CAMERA).save(folder / "b.PNG", dpi=(DPI, DPI))
    frames = [picture(3), picture(4, writing=Writing.BLANK), picture(5, Ground.FEEDER)]
    frames[0].save(folder / "c.tiff", save_all=True, append_images=frames[1:], dpi=(DPI, DPI))
    (folder / "notes.txt").write_text("not a page")
    return folder


@pytest.fixture
def scans(drawn_scans: Path, tmp_path: Path) -> Path:
    """Return a folder with three good files (five pages) and a text that is no image."""
    return Path(shutil.copytree(drawn_scans, tmp_path / "scans"))


def pages(*words: str | Path) -> int:
    """Run the command without the reading of text, which takes seconds."""
    return main(["pages", "--no-text", *map(str, words)])


def report_of(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "pages.json").read_text(encoding="utf-8"))


def sizes_pt(folder: Path) -> list[tuple[float, float]]:
    with pypdfium2.PdfDocument(folder / "pages.pdf") as document:
        return [document.get_page_size(number) for number in range(len(document))]


def test_all_pages_become_one_checked_pdf_with_what_was_decided(
    scans: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    out = tmp_path / "out"

    assert pages(scans, "--out", out) == 0

    report, pdf = report_of(out), (out / "pages.pdf").read_bytes()
    found = report["pages"]
    assert [(Path(page["source"]).name, page["frame"]) for page in found] == [
        ("a.jpg", 1), ("b.PNG", 1), ("c.tiff", 1), ("c.tiff", 2), ("c.tiff", 3),
    ]  # fmt: skip
    assert [page["page"] for page in found] == [1, 2, 3, 4, 5]
    assert [page["sheet"] for page in found] == ["found"] * 4 + ["no_edge"]
    assert [page["blank"] for page in found] == [False, False, False, True, False]
    assert [page["text"] for page in found] == [None] * 5
    check_archive(pdf)
    assert report["sha256"] == hashlib.sha256(pdf).hexdigest()
    for page, size in zip(found, sizes_pt(out), strict=True):
        assert size == pytest.approx(
            (page["width"] * POINTS_PER_PX, page["height"] * POINTS_PER_PX), abs=0.1
        )
        assert page["dpi"] == DPI
    told = capsys.readouterr().out
    assert "空白页" in told
    assert "共 5 页，0 处未能读取" in told


def test_the_same_files_give_the_same_pdf_whenever_they_are_read(scans: Path, tmp_path: Path):
    assert pages(scans / "c.tiff", "--out", tmp_path / "one") == 0
    assert pages(scans / "c.tiff", "--out", tmp_path / "two") == 0

    assert report_of(tmp_path / "one") == report_of(tmp_path / "two")


def test_the_text_of_a_page_lies_on_it_and_in_the_report(tmp_path: Path):
    letter = drawn_letter(LETTER[:2], dpi=150)
    (tmp_path / "letter.jpg").write_bytes(encode_jpeg(letter.pixels[:900], 150).data)
    picture(4, writing=Writing.BLANK).save(tmp_path / "blank.png", dpi=(DPI, DPI))
    out = tmp_path / "out"
    words = [str(tmp_path / "letter.jpg"), str(tmp_path / "blank.png"), "--out", str(out)]

    assert main(["pages", *words]) == 0

    written, blank = report_of(out)["pages"]
    # Whether a colon is of full or half width, a picture does not tell on every machine.
    assert normalize("NFKC", without_space(written["text"])) == normalize(
        "NFKC", "".join(LETTER[:2])
    )
    assert [line["text"] for line in written["lines"]] == written["text"].split("\n")
    assert (blank["text"], blank["lines"]) == ("", [])
    first, second = pdfium_pages((out / "pages.pdf").read_bytes())
    assert without_space(first) == without_space(written["text"])
    assert second == ""


def test_json_on_the_terminal_is_the_report(
    scans: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    out = tmp_path / "out"

    assert pages(scans / "a.jpg", "--out", out, "--json") == 0

    assert json.loads(capsys.readouterr().out) == report_of(out)


def test_a_step_left_out_is_undone(scans: Path, tmp_path: Path):
    out = tmp_path / "out"

    assert pages(scans / "a.jpg", "--out", out, *AS_IT_CAME) == 0

    (page,) = report_of(out)["pages"]
    with Image.open(scans / "a.jpg") as original:
        assert (page["width"], page["height"]) == original.size
    assert page["sheet"] == "not_looked_for"
    assert not {"sheet", "skew", "colour"} & set(page["steps"])


def test_a_page_scanned_twice_is_named(scans: Path, tmp_path: Path):
    out, again = tmp_path / "out", scans / "again.jpg"
    again.write_bytes((scans / "a.jpg").read_bytes())

    assert pages(scans, "--out", out) == 0

    assert [page["repeats"] for page in report_of(out)["pages"]] == [None, 1] + [None] * 4


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

    assert pages(scans, "--out", out) == 1

    report = report_of(out)
    assert len(report["pages"]) == 6
    problems = {Path(each["source"]).name: each["problem"] for each in report["failures"]}
    assert set(problems) == set(bad)
    assert all(sentence in problems[name] for name, (_, sentence) in bad.items())
    dot = next(page for page in report["pages"] if page["source"].endswith("dot.png"))
    assert (dot["width"], dot["height"], dot["blank"], dot["sheet"]) == (1, 1, None, "no_edge")
    assert "empty.jpg 第 1 页：文件是空的" in capsys.readouterr().out


@pytest.fixture
def scanned_pdf(scans: Path, tmp_path: Path) -> bytes:
    """Return a PDF of three scanned pages, as another program made it."""
    assert pages(scans / "c.tiff", "--out", tmp_path / "made", *AS_IT_CAME) == 0
    return (tmp_path / "made" / "pages.pdf").read_bytes()


def encrypted(pdf: bytes) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(buffer, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return buffer.getvalue()


def test_the_pages_of_a_scanned_pdf_are_taken_out(scanned_pdf: bytes, tmp_path: Path):
    (tmp_path / "scan.pdf").write_bytes(scanned_pdf)
    out = tmp_path / "out"

    assert pages(tmp_path / "scan.pdf", "--out", out) == 0

    found = report_of(out)["pages"]
    assert [(page["frame"], page["sheet"], page["blank"]) for page in found] == [
        (1, "found", False), (2, "found", True), (3, "no_edge", False),
    ]  # fmt: skip
    assert [page["dpi"] for page in found] == [DPI] * 3


def test_typed_pages_and_pictures_of_telephones_are_pages_like_others(scans: Path, tmp_path: Path):
    (scans / "typed.pdf").write_bytes(typed_letter())
    (scans / "IMG_1.HEIC").write_bytes(heic(picture(6, Ground.CAMERA)))
    out = tmp_path / "out"

    assert pages(scans, "--out", out) == 0

    found = {Path(page["source"]).name: page for page in report_of(out)["pages"]}
    typed, telephone = found["typed.pdf"], found["IMG_1.HEIC"]
    assert (typed["width"], typed["height"], typed["dpi"]) == (2481, 3508, 300)
    assert (typed["colour"], typed["blank"], typed["concerns"]) == ("lineart", False, [])
    assert (telephone["sheet"], telephone["dpi"]) == ("found", 0)
    check_archive((out / "pages.pdf").read_bytes())


def test_each_bad_pdf_gets_a_sentence_and_the_rest_is_kept(
    scanned_pdf: bytes, scans: Path, tmp_path: Path
):
    bad = {
        "empty.pdf": (b"", "文件是空的"),
        "locked.pdf": (encrypted(scanned_pdf), "有密码"),
        "head.pdf": (b"%PDF-1.7\n", "已损坏"),
        "cut.pdf": (scanned_pdf[: len(scanned_pdf) // 2], ""),
    }
    for name, (data, _) in bad.items():
        (scans / name).write_bytes(data)
    out = tmp_path / "out"

    assert pages(scans, "--out", out) == 1

    report = report_of(out)
    assert {Path(page["source"]).name for page in report["pages"]} >= {"a.jpg", "b.PNG", "c.tiff"}
    problems = {Path(each["source"]).name: each["problem"] for each in report["failures"]}
    assert set(problems) == set(bad)
    assert all(sentence in problems[name] for name, (_, sentence) in bad.items())
    check_archive((out / "pages.pdf").read_bytes())


def test_nothing_readable_leaves_no_pdf(tmp_path: Path):
    (tmp_path / "empty.jpg").write_bytes(b"")
    out = tmp_path / "out"

    assert pages(tmp_path / "empty.jpg", "--out", out) == 1

    assert report_of(out)["pdf"] is None
    assert [path.name for path in out.iterdir()] == ["pages.json"]


def test_a_senseless_resolution_does_not_keep_the_others_out(scans: Path, tmp_path: Path):
    picture(2, Ground.CAMERA).save(scans / "huge.png", dpi=(1, 1))
    out = tmp_path / "out"

    assert pages(scans / "a.jpg", scans / "huge.png", "--out", out) == 0

    assert max(sizes_pt(out)[1]) <= 842


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

    assert pages(path, "--out", out) == 1

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

    assert pages(*words) == 2
    assert told in capsys.readouterr().err
