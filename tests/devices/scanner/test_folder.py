"""Files that people and other programs bring: good, broken, hostile."""

import io
import os
import struct
import threading
import zlib
from pathlib import Path

import img2pdf
import numpy as np
import pytest
from PIL import Image

from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner.folder import FolderPatience, FolderScanner, pages_of_file
from reception_desk.devices.scanner.protocol import ScanError
from reception_desk.imaging.decode import MAX_BYTES
from reception_desk.records.scanning import ScannedPage, ScanOptions, ScanOutcome
from tests.documents.reading import pdfium_pages
from tests.scans import letter_with_a_broken_page, typed_letter
from tests.telephone_pictures import heic, held

AT_ONCE = FolderPatience(settle=0.0)


def scanner_of(place: Path, home: Path | None = None) -> FolderScanner:
    settings = ScannerSettings(kind="folder", folder=str(place))
    return FolderScanner(settings, home=home, patience=AT_ONCE)


def scan(scanner: FolderScanner) -> ScannedPage:
    return scanner.scan_page(ScanOptions(), lambda _share: None, threading.Event())


def failure_of(scanner: FolderScanner) -> ScanError:
    with pytest.raises(ScanError) as caught:
        scan(scanner)
    return caught.value


def picture(width: int = 40, height: int = 60) -> Image.Image:
    levels = np.arange(width * height * 3, dtype=np.uint32) % 251
    return Image.fromarray(levels.astype(np.uint8).reshape(height, width, 3))


def png_claiming(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + checksum

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 64)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels)


@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_an_upright_png_or_jpeg_keeps_its_own_bytes(tmp_path: Path, suffix: str):
    path = tmp_path / f"来信 第一页.{suffix}"
    picture().save(path, dpi=(200, 200))

    page = scan(scanner_of(path))

    assert page.image == path.read_bytes()
    assert (page.width_px, page.height_px, page.dpi) == (40, 60, 200)
    assert page.source == "来信 第一页.png".replace("png", suffix)


def test_a_turned_photograph_is_set_upright(tmp_path: Path):
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    picture().save(path, exif=exif)

    page = scan(scanner_of(path))

    assert (page.width_px, page.height_px) == (60, 40)
    assert page.media_type == "image/jpeg"
    assert page.image != path.read_bytes()


@pytest.mark.parametrize(("suffix", "mode"), [("bmp", "RGB"), ("tif", "1"), ("tif", "CMYK")])
def test_other_kinds_are_encoded_anew(tmp_path: Path, suffix: str, mode: str):
    path = tmp_path / f"page.{suffix}"
    picture().convert(mode).save(path)

    page = scan(scanner_of(path))

    assert page.media_type == ("image/png" if mode == "1" else "image/jpeg")
    assert (page.width_px, page.height_px) == (40, 60)


def test_each_frame_of_a_tiff_is_a_page(tmp_path: Path):
    path = tmp_path / "letter.tiff"
    first, *others = [picture(height=height) for height in (10, 20, 30)]
    first.save(path, save_all=True, append_images=others)
    scanner = scanner_of(path)

    heights = [scan(scanner).height_px for _page in range(3)]

    assert heights == [10, 20, 30]
    assert failure_of(scanner).outcome is ScanOutcome.NO_DOCUMENTS


def test_a_folder_gives_its_oldest_file_first_and_each_file_once(tmp_path: Path):
    for age, name in enumerate(["乙.png", "甲.png", "丙.PNG"]):
        path = tmp_path / name
        picture().save(path)
        os.utime(path, (1000 + age, 1000 + age))
    scanner = scanner_of(tmp_path)

    names = [scan(scanner).source for _page in range(3)]

    assert names == ["乙.png", "甲.png", "丙.PNG"]
    assert failure_of(scanner).outcome is ScanOutcome.NO_DOCUMENTS
    picture().save(tmp_path / "新.png")
    assert scan(scanner).source == "新.png"


def test_other_files_hidden_files_and_folders_are_passed_over(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("x", encoding="ascii")
    picture().save(tmp_path / ".half-written.png")
    (tmp_path / "folder.png").mkdir()

    assert failure_of(scanner_of(tmp_path)).outcome is ScanOutcome.NO_DOCUMENTS


class WaitingWriter(threading.Event):
    """Writes the rest of a file while the scanner waits for it."""

    def __init__(self, path: Path, data: bytes) -> None:
        super().__init__()
        self._path = path
        self._data = data

    def wait(self, timeout: float | None = None) -> bool:
        self._path.write_bytes(self._data)
        return super().wait(timeout)


def test_a_file_still_being_written_is_waited_for(tmp_path: Path):
    path = tmp_path / "page.jpg"
    picture(400, 600).save(path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    settings = ScannerSettings(kind="folder", folder=str(tmp_path))
    scanner = FolderScanner(settings, patience=FolderPatience(settle=0.05))

    page = scanner.scan_page(ScanOptions(), lambda _share: None, WaitingWriter(path, data))

    assert (page.height_px, page.image) == (600, data)


def test_a_file_that_is_written_without_end_is_told(tmp_path: Path):
    picture().save(tmp_path / "page.png")
    settings = ScannerSettings(kind="folder", folder=str(tmp_path))
    scanner = FolderScanner(settings, patience=FolderPatience(settle=3600, writing=0))

    error = failure_of(scanner)

    assert error.outcome is ScanOutcome.NO_DOCUMENTS
    assert "还在写入" in error.message


def test_waiting_for_a_file_can_be_cancelled(tmp_path: Path):
    picture().save(tmp_path / "page.png")
    settings = ScannerSettings(kind="folder", folder=str(tmp_path))
    scanner = FolderScanner(settings, patience=FolderPatience(settle=3600))

    class Impatient(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            self.set()
            return super().wait(timeout)

    with pytest.raises(ScanError) as caught:
        scanner.scan_page(ScanOptions(), lambda _share: None, Impatient())

    assert caught.value.outcome is ScanOutcome.CANCELLED


def test_a_file_once_taken_is_not_taken_by_the_next_desk(tmp_path: Path):
    place, home = tmp_path / "in", tmp_path / "home"
    place.mkdir()
    home.mkdir()
    picture().save(place / "a.png")
    first = scanner_of(place, home)
    scan(first)
    first.close()
    os.utime(place / "a.png", (5, 5))
    picture(50).save(place / "b.png")

    second = scanner_of(place, home)

    assert scan(second).source == "b.png"
    assert failure_of(second).outcome is ScanOutcome.NO_DOCUMENTS


def test_a_desk_that_was_killed_is_offered_the_file_again(tmp_path: Path):
    picture().save(tmp_path / "a.png")
    home = tmp_path / "home"
    home.mkdir()
    scan(scanner_of(tmp_path, home))

    assert scan(scanner_of(tmp_path, home)).source == "a.png"


def test_a_file_half_delivered_is_offered_again(tmp_path: Path):
    first, *others = [picture(height=height) for height in (10, 20)]
    first.save(tmp_path / "letter.tiff", save_all=True, append_images=others)
    home = tmp_path / "home"
    home.mkdir()
    scanner = scanner_of(tmp_path, home)
    scan(scanner)
    scanner.close()

    assert scan(scanner_of(tmp_path, home)).height_px == 10


def test_one_broken_page_of_a_file_holds_up_no_other(tmp_path: Path):
    path = tmp_path / "letter.tiff"
    path.write_bytes(letter_with_a_broken_page())
    scanner = scanner_of(path)

    assert scan(scanner).height_px == 10
    assert failure_of(scanner).outcome is ScanOutcome.UNSUPPORTED_FILE
    assert scan(scanner).height_px == 30


def test_what_cannot_be_read_of_a_file_is_told_beside_what_can(tmp_path: Path):
    path = tmp_path / "letter.tiff"
    path.write_bytes(letter_with_a_broken_page())
    unread: list[ScanError] = []

    assert [page.height_px for page in pages_of_file(path, unread)] == [10, 30]
    assert [error.message.partition("：")[0][-3:] for error in unread] == ["2 页"]


def test_the_pages_of_a_scanned_pdf_keep_the_pictures_as_they_were(tmp_path: Path):
    pictures: list[bytes] = []
    for number in range(2):
        file = io.BytesIO()
        picture(height=60 + number).save(file, "JPEG", dpi=(100, 100))
        pictures.append(file.getvalue())
    whole = img2pdf.convert(pictures)
    assert whole
    (tmp_path / "letter.pdf").write_bytes(whole)
    scanner = scanner_of(tmp_path)

    pages = [scan(scanner) for _page in range(2)]

    assert [page.image for page in pages] == pictures
    assert [(page.dpi, page.source) for page in pages] == [(100, "letter.pdf")] * 2


@pytest.mark.parametrize("name", ["IMG_0001.HEIC", "IMG_0001.jpg"])
def test_a_picture_of_a_telephone_keeps_its_own_bytes_whatever_its_name(tmp_path: Path, name: str):
    data = heic(picture(60, 80), exif=held(6))
    (tmp_path / name).write_bytes(data)

    page = scan(scanner_of(tmp_path))

    assert (page.image, page.media_type) == (data, "image/heic")
    assert (page.width_px, page.height_px, page.dpi) == (80, 60, 0)


def test_a_jpeg_called_heic_is_a_jpeg(tmp_path: Path):
    picture().save(tmp_path / "page.jpg")
    (tmp_path / "page.jpg").rename(tmp_path / "page.heic")

    assert scan(scanner_of(tmp_path)).media_type == "image/jpeg"


def test_a_typed_page_keeps_its_own_pdf(tmp_path: Path):
    (tmp_path / "letter.pdf").write_bytes(typed_letter())

    page = scan(scanner_of(tmp_path))

    assert (page.media_type, page.dpi) == ("application/pdf", 300)
    assert (page.width_px, page.height_px) == (2481, 3508)
    assert "请求支付土地流转费" in "".join(pdfium_pages(page.image))


def test_a_file_that_was_half_written_is_taken_when_whole(tmp_path: Path):
    whole = tmp_path / "whole.jpg"
    picture(400, 600).save(whole)
    data = whole.read_bytes()
    whole.unlink()
    path = tmp_path / "page.jpg"
    path.write_bytes(data[: len(data) // 2])
    scanner = scanner_of(tmp_path)

    assert failure_of(scanner).outcome is ScanOutcome.UNSUPPORTED_FILE
    path.write_bytes(data)
    assert scan(scanner).height_px == 600


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "空"),
        (b"%PDF-1.7 not a picture", "PDF 文件已损坏"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "已损坏"),
        (b"\x89PNG\r\n\x1a\n", "不是"),
        (png_claiming(100, 100), "损坏"),
        (png_claiming(2**31 - 1, 2**31 - 1), "百万像素"),
        (png_claiming(20_000, 20_000), "百万像素"),
        (png_claiming(9_000, 9_000), "百万像素"),
    ],
)
def test_a_file_that_is_no_sound_image_is_named_with_its_reason(
    tmp_path: Path, data: bytes, reason: str
):
    path = tmp_path / "坏文件.png"
    path.write_bytes(data)

    error = failure_of(scanner_of(path))

    assert error.outcome is ScanOutcome.UNSUPPORTED_FILE
    assert reason in error.message


def test_a_bad_file_is_reported_once_and_holds_up_none(tmp_path: Path):
    (tmp_path / "1.png").write_bytes(b"no picture")
    os.utime(tmp_path / "1.png", (1000, 1000))
    picture().save(tmp_path / "2.png")
    scanner = scanner_of(tmp_path)

    assert failure_of(scanner).outcome is ScanOutcome.UNSUPPORTED_FILE
    assert scan(scanner).source == "2.png"


def test_a_file_beyond_all_measure_is_not_even_read(tmp_path: Path):
    path = tmp_path / "huge.png"
    with path.open("wb") as sparse:
        sparse.truncate(MAX_BYTES + 1)

    error = failure_of(scanner_of(path))

    assert error.outcome is ScanOutcome.UNSUPPORTED_FILE
    assert "MB" in error.message


@pytest.mark.parametrize("place", ["", "nowhere"])
def test_a_missing_folder_is_said_to_be_missing(tmp_path: Path, place: str):
    folder = str(tmp_path / place) if place else ""
    scanner = FolderScanner(ScannerSettings(kind="folder", folder=folder))

    assert scanner.list_devices() == []
    assert failure_of(scanner).outcome is ScanOutcome.NO_SUCH_DEVICE


def test_a_file_that_is_gone_brings_nothing(tmp_path: Path):
    unread: list[ScanError] = []

    assert list(pages_of_file(tmp_path / "gone.png", unread)) == []
    assert [error.outcome for error in unread] == [ScanOutcome.NO_DOCUMENTS]
