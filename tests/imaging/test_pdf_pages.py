"""Pages of PDFs: scanned ones are taken out, others drawn, broken and hostile ones refused."""

import base64
import io
import os
import zlib
from random import Random

import img2pdf
import numpy as np
import pikepdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from reception_desk.imaging.decode import UnreadableImageError, decode_frame
from reception_desk.imaging.pdf_pages import PdfPages, is_pdf

FUZZED_FILES = int(os.environ.get("DESK_FUZZED_IMAGES", "300"))


def picture(width: int = 40, height: int = 60, mode: str = "RGB") -> Image.Image:
    levels = np.arange(width * height * 3, dtype=np.uint32) % 251
    return Image.fromarray(levels.astype(np.uint8).reshape(height, width, 3)).convert(mode)


def file_of(image: Image.Image, kind: str) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, dpi=(100, 100))
    return file.getvalue()


def scanned(*files: bytes) -> bytes:
    whole = img2pdf.convert(list(files))
    assert whole
    return whole


def changed(data: bytes, content: bytes = b"", **page: int) -> bytes:
    """Return the PDF with more drawn on its first page, and with entries of the page set."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if content:
            pdf.pages[0].contents_add(content)
        for name, value in page.items():
            pdf.pages[0].obj[f"/{name}"] = value
        file = io.BytesIO()
        pdf.save(file)
    return file.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableImageError) as caught:
        PdfPages(data).picture(0)
    return str(caught.value)


@pytest.mark.parametrize(
    ("kind", "mode", "media_type"),
    [("JPEG", "RGB", "image/jpeg"), ("JPEG", "L", "image/jpeg"), ("PNG", "RGB", "image/png")],
)
def test_a_scanned_page_gives_its_picture_back(kind: str, mode: str, media_type: str):
    image = picture(mode=mode)

    pages = PdfPages(scanned(file_of(image, kind)))
    _data, frame = pages.picture(0)

    assert pages.count == 1
    assert (frame.dpi, frame.original_type) == (100, media_type)
    shown = frame.pixels.astype(int)
    assert np.abs(shown - np.asarray(image)).mean() < (20 if kind == "JPEG" else 0.1)


def test_a_jpeg_comes_out_as_it_was_put_in():
    jpeg = file_of(picture(), "JPEG")

    assert PdfPages(scanned(jpeg)).picture(0)[0] == jpeg


def test_a_fax_page_of_one_bit_is_read():
    fax = Image.fromarray(np.indices((60, 40)).sum(axis=0) % 7 > 2)

    _data, frame = PdfPages(scanned(file_of(fax, "TIFF"))).picture(0)

    assert frame.pixels.dtype == np.bool_
    assert (frame.pixels == np.asarray(fax)).all()


@pytest.mark.parametrize(("rotate", "turns"), [(0, 0), (90, 3), (180, 2), (270, 1), (-90, 1)])
def test_a_page_that_is_shown_turned_is_set_upright(rotate: int, turns: int):
    png = file_of(picture(), "PNG")

    _data, frame = PdfPages(changed(scanned(png), Rotate=rotate)).picture(0)

    assert (frame.pixels == np.rot90(np.asarray(picture()), turns)).all()
    assert bool(frame.original_type) == (turns == 0)


def test_invisible_text_over_a_scan_is_no_hindrance():
    jpeg = file_of(picture(), "JPEG")
    layer = b"BT 3 Tr /F1 9 Tf (found) Tj ET"

    assert PdfPages(changed(scanned(jpeg), layer)).picture(0)[0] == jpeg


@pytest.mark.parametrize(
    "drawn", [b"BT /F1 9 Tf (typed) Tj ET", b"0 0 9 9 re f", b"BT 3 Tr (a) Tj 0 Tr (b) ' ET"]
)
def test_a_page_with_more_than_its_scan_is_drawn(drawn: bytes):
    data, frame = PdfPages(changed(scanned(file_of(picture(), "JPEG")), drawn)).picture(0)

    assert (frame.dpi, frame.original_type) == (300, "application/pdf")
    assert frame.pixels.shape == (180, 120, 3)
    assert np.array_equal(decode_frame(data).pixels, frame.pixels)


def test_a_file_may_hold_scanned_and_typed_pages_and_such_of_several_pictures():
    file = io.BytesIO()
    canvas = Canvas(file, (144, 216))
    canvas.drawString(20, 100, "typed")
    canvas.showPage()
    canvas.drawImage(ImageReader(picture()), 0, 0, 144, 108)
    canvas.drawImage(ImageReader(picture()), 0, 108, 144, 108)
    canvas.showPage()
    canvas.save()
    with (
        pikepdf.open(file) as pdf,
        pikepdf.open(io.BytesIO(scanned(file_of(picture(), "JPEG")))) as scan,
    ):
        pdf.pages.append(scan.pages[0])
        both = io.BytesIO()
        pdf.save(both)
    pages = PdfPages(both.getvalue())

    frames = [pages.picture(number)[1] for number in range(pages.count)]

    assert [frame.original_type for frame in frames] == [
        "application/pdf", "application/pdf", "image/jpeg",
    ]  # fmt: skip
    assert [frame.pixels.shape for frame in frames] == [(900, 600, 3)] * 2 + [(60, 40, 3)]
    typed, pictures, _scan = (frame.pixels for frame in frames)
    assert (typed[450:500] < 100).any()
    assert (typed[:300] == 255).all()
    assert pictures[:450].std() > 20
    assert pictures[450:].std() > 20


def test_a_mirrored_picture_is_drawn_as_it_is_shown():
    with pikepdf.open(io.BytesIO(scanned(file_of(picture(), "PNG")))) as pdf:
        pdf.pages[0].contents_add(b"-1 0 0 1 28.8 0 cm", prepend=True)
        file = io.BytesIO()
        pdf.save(file)

    _data, frame = PdfPages(file.getvalue()).picture(0)

    mirrored = picture().transpose(Image.Transpose.FLIP_LEFT_RIGHT).resize((120, 180))
    assert np.abs(frame.pixels.astype(int) - np.asarray(mirrored)).mean() < 30


def test_a_locked_pdf_says_that_it_is_locked():
    with pikepdf.open(io.BytesIO(scanned(file_of(picture(), "JPEG")))) as pdf:
        file = io.BytesIO()
        pdf.save(file, encryption=pikepdf.Encryption(owner="o", user="u"))

    assert "有密码" in refusal(file.getvalue())


@pytest.mark.parametrize("share", [0.0, 0.02, 0.3])
def test_a_pdf_that_was_cut_is_refused(share: float):
    whole = scanned(file_of(picture(), "JPEG"))

    assert "PDF" in refusal(whole[: round(len(whole) * share)])


def bomb(width: int, height: int, unpacked: int) -> bytes:
    with pikepdf.open(io.BytesIO(scanned(file_of(picture(), "PNG")))) as pdf:
        (image,) = pdf.pages[0].resources["/XObject"].as_dict().values()
        image.write(zlib.compress(bytes(unpacked), 9), filter=pikepdf.Name.FlateDecode)
        image.Width, image.Height = width, height
        file = io.BytesIO()
        pdf.save(file)
    return file.getvalue()


def test_a_picture_that_unpacks_beyond_its_size_is_not_unpacked():
    assert "声明的大小" in refusal(bomb(40, 60, unpacked=50_000_000))


def test_a_picture_of_endless_size_is_not_unpacked():
    assert "百万像素" in refusal(bomb(60_000, 60_000, unpacked=9))


def canvas_pdf(*, text: str = "", image: Image.Image | None = None) -> bytes:
    """Return a page as reportlab writes it: all of it in Flate, and that in ASCII85."""
    file = io.BytesIO()
    canvas = Canvas(file, pageCompression=1)
    if text:
        canvas.drawString(72, 720, text)
    if image:
        canvas.drawImage(ImageReader(image), 0, 0, 144, 216)
    canvas.save()
    return file.getvalue()


def test_a_typed_page_in_ascii85_is_drawn():
    data = canvas_pdf(text="typed")

    assert b"/ASCII85Decode /FlateDecode" in data
    assert PdfPages(data).picture(0)[1].original_type == "application/pdf"


def test_a_picture_in_ascii85_is_taken_out():
    image = picture()

    _data, frame = PdfPages(canvas_pdf(image=image)).picture(0)

    assert np.array_equal(frame.pixels, np.asarray(image))


@pytest.mark.parametrize("around", ["ASCII85Decode", "ASCIIHexDecode"])
def test_a_bomb_is_not_unpacked_whatever_is_laid_around_it(around: str):
    packed = zlib.compress(bytes(50_000_000), 9)
    signs = base64.a85encode(packed) + b"~>" if around == "ASCII85Decode" else packed.hex().encode()
    with pikepdf.open(io.BytesIO(scanned(file_of(picture(), "PNG")))) as pdf:
        (image,) = pdf.pages[0].resources["/XObject"].as_dict().values()
        filters = pikepdf.Array([pikepdf.Name(f"/{around}"), pikepdf.Name.FlateDecode])
        image.write(signs, filter=filters)
        page = pdf.pages[0].obj
        page.Contents = pdf.make_stream(signs, Filter=filters)
        drawing = io.BytesIO()
        pdf.save(drawing, compress_streams=False)
        page.Contents = pdf.make_stream(b"q 29 0 0 43 0 0 cm /Im0 Do Q")
        pictured = io.BytesIO()
        pdf.save(pictured, compress_streams=False)

    assert "内容过大" in refusal(drawing.getvalue())
    assert "声明的大小" in refusal(pictured.getvalue())


def test_a_drawing_of_endless_size_is_not_read():
    data = changed(scanned(file_of(picture(), "JPEG")), b"% " + bytes(40 << 20))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        file = io.BytesIO()
        pdf.save(file, compress_streams=True, recompress_flate=True)

    assert len(file.getvalue()) < 1 << 20
    assert "内容过大" in refusal(file.getvalue())


def test_a_pdf_is_known_by_its_head():
    assert is_pdf(b"%PDF-1.7")
    assert is_pdf(b"junk before\n%PDF-1.4")
    assert not is_pdf(b"\x89PNG")


def test_no_damage_does_more_than_refuse_the_page():
    sound = [
        scanned(file_of(picture(), "JPEG")),
        scanned(file_of(picture(), "PNG")),
        changed(scanned(file_of(picture(), "PNG")), b"BT 3 Tr (x) Tj ET", Rotate=90),
    ]
    chance = Random(5)
    outcomes: set[bool] = set()
    for number in range(FUZZED_FILES):
        data = bytearray(sound[number % len(sound)])
        for _change in range(chance.randint(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            pages = PdfPages(bytes(data))
            outcomes.add(pages.picture(0)[1].pixels.size > 0)
        except UnreadableImageError:
            outcomes.add(False)
    assert outcomes == {True, False}
