"""Typed pages of a PDF: what is drawn, what is kept of them, and what is too much."""

import io
import os
from random import Random
from typing import Any

import numpy as np
import pikepdf
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from reception_desk.config import resource
from reception_desk.imaging import unpacking
from reception_desk.imaging.decode import UnreadableImageError, decode_frame
from reception_desk.imaging.page import Pixels
from reception_desk.imaging.pdf_pages import PdfPages

FUZZED_FILES = int(os.environ.get("DESK_FUZZED_IMAGES", "300")) // 15
"""A process takes a third of a second, so there are fewer than of pictures."""
INK = 128
POINT = 300 / 72


def letter(size: tuple[float, float] = (200, 300), pages: int = 1) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, size)
    for number in range(pages):
        canvas.setFont("Helvetica", 20)
        canvas.drawString(20, 250, f"page {number}")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def written(font: str, text: str) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, (200, 300))
    canvas.setFont(font, 20)
    canvas.drawString(20, 250, text)
    canvas.save()
    return file.getvalue()


def changed(data: bytes, change) -> bytes:
    """Return the PDF after `change` was made to the document."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        file = io.BytesIO()
        pdf.save(file)
    return file.getvalue()


def drawn(data: bytes, number: int = 0) -> Pixels:
    pages = PdfPages(data)
    try:
        return pages.picture(number)[1].pixels
    finally:
        pages.close()


def kept(data: bytes, number: int = 0) -> bytes:
    return PdfPages(data).picture(number)[0]


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableImageError) as caught:
        PdfPages(data).picture(0)
    return str(caught.value)


def has_ink(pixels: Pixels, box: tuple[float, float, float, float]) -> bool:
    """Say whether there is ink within left, top, right, bottom in points."""
    left, top, right, bottom = (round(place * POINT) for place in box)
    return bool((pixels[top:bottom, left:right] < INK).any())


def over(pdf: pikepdf.Pdf, subtype: str, **entries: Any) -> None:
    """Lay a black square of 20 points over the first page, as notes and fields are laid."""
    square = pdf.make_stream(b"0 g 0 0 20 20 re f", Subtype=pikepdf.Name.Form, BBox=[0, 0, 20, 20])
    mark = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name(f"/{subtype}"),
        Rect=[100, 100, 120, 120],
        AP=pikepdf.Dictionary(N=square),
        F=4,
        **entries,
    )
    pdf.pages[0].obj.Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(mark)]))


SQUARE = (100, 180, 120, 200)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_is_drawn_as_it_is_shown(rotate: int):
    data = changed(letter(), lambda pdf: setattr(pdf.pages[0].obj, "Rotate", rotate))

    upright, turned = drawn(letter()), drawn(data)

    assert has_ink(upright, (20, 30, 100, 55))
    expected = np.rot90(upright, -rotate // 90)
    assert turned.shape == expected.shape
    assert np.abs(turned.astype(int) - expected).mean() < 3


def test_what_is_kept_is_this_page_alone_and_gives_the_same_picture():
    data = letter(pages=3)

    alone = kept(data, 1)

    with pikepdf.open(io.BytesIO(alone)) as pdf:
        assert len(pdf.pages) == 1
        assert b"page 1" in pdf.pages[0].Contents.read_bytes()
    assert alone == kept(data, 1)
    assert np.array_equal(decode_frame(alone).pixels, drawn(data, 1))
    assert not np.array_equal(drawn(data, 1), drawn(data, 2))


def test_what_only_other_pages_show_is_not_kept_with_a_page():
    """Some programs name all pictures of a file on every page."""

    def share(pdf: pikepdf.Pdf) -> None:
        large = pdf.make_stream(os.urandom(200_000), Type=pikepdf.Name.XObject)
        large.Subtype, large.Width, large.Height = pikepdf.Name.Image, 200, 1000
        large.ColorSpace, large.BitsPerComponent = pikepdf.Name.DeviceGray, 8
        for page in pdf.pages:
            page.Resources.XObject = pikepdf.Dictionary(Large=large)
        pdf.pages[1].contents_add(b"q 50 0 0 50 0 0 cm /Large Do Q")

    data = changed(letter(pages=2), share)

    assert len(kept(data, 0)) < 20_000
    assert len(kept(data, 1)) > 200_000


@pytest.mark.parametrize("subtype", ["Stamp", "FreeText", "Ink"])
def test_a_note_laid_over_a_page_is_drawn_with_it(subtype: str):
    data = changed(letter(), lambda pdf: over(pdf, subtype))

    assert not has_ink(drawn(letter()), SQUARE)
    assert has_ink(drawn(data), SQUARE)


def test_what_was_filled_into_a_form_is_drawn():
    def fill(pdf: pikepdf.Pdf) -> None:
        over(pdf, "Widget", FT=pikepdf.Name.Tx, T=pikepdf.String("name"), V=pikepdf.String("x"))
        fields = pikepdf.Array([pdf.pages[0].obj.Annots[0]])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=fields)

    assert has_ink(drawn(changed(letter(), fill)), SQUARE)


def test_a_hidden_layer_stays_hidden():
    def hide(pdf: pikepdf.Pdf) -> None:
        layer = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("draft"))
        )
        pdf.Root.OCProperties = pikepdf.Dictionary(
            OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer], Order=[])
        )
        pdf.pages[0].Resources.Properties = pikepdf.Dictionary(Layer=layer)
        pdf.pages[0].contents_add(b"/OC /Layer BDC 0 g 100 100 20 20 re f EMC")

    assert not has_ink(drawn(changed(letter(), hide)), SQUARE)


def test_a_script_is_not_kept():
    def arm(pdf: pikepdf.Pdf) -> None:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        over(pdf, "Stamp", A=script)
        pdf.pages[0].obj.AA = pikepdf.Dictionary(O=script)
        pdf.Root.OpenAction = script

    alone = kept(changed(letter(), arm))

    with pikepdf.open(io.BytesIO(alone)) as pdf:
        objects = "".join(repr(each) for each in pdf.objects)
    assert "alert" not in objects


def test_a_picture_in_a_code_pillow_lacks_is_drawn():
    """JPEG 2000, as many machines that scan to PDF write it."""
    import img2pdf
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (80, 60), (200, 30, 30)).save(file, "JPEG2000")
    pdf = img2pdf.convert(file.getvalue())
    assert pdf

    red, green, _blue = drawn(pdf)[5, 5]

    assert (red > 180, green < 60) == (True, True)


def test_a_font_that_was_not_sent_along_is_drawn_in_ours():
    """Word and WPS can leave the common Chinese fonts out; a desk may have none of them."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    pdfmetrics.registerFont(TTFont("Own", str(resource("fonts", "NotoSerifSC-Regular.ttf"))))

    named, sent = (drawn(written(font, "请求支付流转费")) for font in ("STSong-Light", "Own"))

    assert has_ink(sent, (20, 30, 180, 55))
    assert np.abs(named.astype(int) - sent).mean() < 1


def test_a_page_larger_than_a1_is_drawn_at_fewer_dots():
    _data, frame = PdfPages(letter((2384, 3370))).picture(0)

    assert 100 < frame.dpi < 300
    assert frame.pixels.shape[0] * frame.pixels.shape[1] <= 80_100_000


@pytest.mark.parametrize(
    ("box", "reason"),
    [([0, 0, 14_400, 14_400], "太大"), ([0, 0, 10**9, 10**9], "太大")],
)
def test_a_page_without_bounds_is_not_drawn(box: list[int], reason: str):
    data = changed(letter(), lambda pdf: setattr(pdf.pages[0], "mediabox", box))

    assert reason in refusal(data)


def test_a_page_behind_the_password_of_its_owner_only_is_drawn():
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(letter())) as pdf:
        pdf.save(file, encryption=pikepdf.Encryption(owner="o", user=""))

    assert has_ink(drawn(file.getvalue()), (20, 30, 100, 55))


def test_a_pdf_of_several_pages_is_no_picture():
    with pytest.raises(UnreadableImageError, match="不止一页"):
        decode_frame(letter(pages=2))


def test_a_long_drawing_is_no_scan_and_is_drawn():
    """A map of many strokes; looking through it here would hold up the screen."""
    strokes = b"0 g 100 100 20 20 re f " + b"0 0 m 9 9 l S " * 30_000

    data = changed(letter(), lambda pdf: pdf.pages[0].contents_add(strokes))

    assert has_ink(drawn(data), SQUARE)


def test_a_page_that_would_take_for_ever_is_ended(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    """Ten drawings of ten drawings of ten: a thousand million squares."""

    def nest(pdf: pikepdf.Pdf) -> None:
        inner, box = None, [0, 0, 200, 300]
        for _level in range(10):
            content = b"/Inner Do " * 10 if inner is not None else b"0 0 5 5 re f"
            form = pdf.make_stream(content, Subtype=pikepdf.Name.Form, BBox=box)
            if inner is not None:
                form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Inner=inner))
            inner = form
        pdf.pages[0].Resources.XObject = pikepdf.Dictionary(Inner=inner)
        pdf.pages[0].contents_add(b"/Inner Do")

    monkeypatch.setattr(unpacking, "PATIENCE_SECONDS", 2.0)

    assert "已停止" in refusal(changed(letter(), nest))
    assert "not unpacked" in caplog.text


@pytest.mark.parametrize("share", [0.02, 0.4, 0.7])
def test_a_page_that_was_cut_is_refused_or_drawn(share: float):
    data = kept(letter())

    with pytest.raises(UnreadableImageError, match="PDF"):
        decode_frame(data[: int(len(data) * share)])


def test_no_damage_does_more_than_refuse_the_page():
    chance = Random(7)
    sound = [letter(), changed(letter(), lambda pdf: over(pdf, "Stamp"))]
    outcomes = set()
    for number in range(FUZZED_FILES):
        data = bytearray(sound[number % len(sound)])
        for _change in range(chance.randint(1, 12)):
            data[chance.randrange(8, len(data))] = chance.randrange(256)
        try:
            outcomes.add(PdfPages(bytes(data)).picture(0)[1].pixels.size > 0)
        except UnreadableImageError:
            outcomes.add(False)
    assert outcomes == {True, False}
