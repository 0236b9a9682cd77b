"""Scanned pages as one document on record: PDF/A-2b (ISO 19005-2), searchable, checked."""

import io
import logging
import os
import struct
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from reception_desk import __version__
from reception_desk.errors import DeskError
from reception_desk.imaging.decode import decode_frame, plain_jpeg_size
from reception_desk.imaging.encode import encode_png
from reception_desk.imaging.page import Pixels
from reception_desk.imaging.text_layer import Placement, TextLayer, plain_text
from reception_desk.records.reading import TextLine

if TYPE_CHECKING:
    import pikepdf

PRODUCER = f"Reception Desk {__version__}"
POINTS_PER_INCH = 72
SMALLEST_PT = 3.0
"""No page of PDF/A is smaller (ISO 19005-2, 6.1.13); a smaller picture lies in its middle."""
LARGEST_PT = 14400.0
A4_PT = (595.276, 841.89)
FONT = "/Unseen"
ROWS_PER_STRIP = 278
"""TIFF tag; img2pdf takes the stream of a single strip as it is."""


logger = logging.getLogger(__name__)


class ArchiveError(DeskError):
    """Pages that cannot become a document on record; nothing was given out."""


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """An upright page image; `dpi` 0 fits it on A4. `lines` are in its pixels."""

    image: bytes
    dpi: int
    lines: tuple[TextLine, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A picture as it goes into the document, and the sizes of both in points."""

    image: bytes
    lines: tuple[TextLine, ...]
    scale: float
    picture: tuple[float, float]
    paper: tuple[float, float]

    @property
    def placement(self) -> Placement:
        left = (self.paper[0] - self.picture[0]) / 2
        return Placement(left, (self.paper[1] + self.picture[1]) / 2, self.scale)


def archive_pdf(pages: Sequence[ArchivePage], title: str, created_at: datetime) -> bytes:
    """Return the pages as a validated PDF/A-2b with an invisible text layer.

    A JPEG is kept bit for bit, a page of one bit becomes CCITT G4, any other is kept without
    loss. Nothing touches the disk, and the same input gives the same bytes. `created_at` has a
    time zone. Raises `UnreadableImageError` and `ArchiveError`.
    """
    import pikepdf

    if not pages:
        raise ArchiveError("没有可归档的页面。", advice="请先扫描或导入页面。")
    with ThreadPoolExecutor(os.cpu_count() or 1, "archive") as pool:
        sheets = list(pool.map(_sheet, pages))
    with pikepdf.open(io.BytesIO(_pictures(sheets))) as pdf:
        _lay_text(pdf, sheets)
        # img2pdf makes an identifier of the time; without one, pikepdf makes it of the content.
        del pdf.trailer.ID
        return sealed(pdf, title, created_at)


def sealed(pdf: "pikepdf.Pdf", title: str, created_at: datetime) -> bytes:
    """Return a document with its description as checked PDF/A-2b; raises `ArchiveError`."""
    import pikepdf

    _describe(pdf, title, created_at)
    _pack_streams(pdf)
    buffer = io.BytesIO()
    pdf.save(
        buffer,
        min_version="1.7",
        compress_streams=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        deterministic_id=True,
    )
    check_archive(buffer.getvalue())
    return buffer.getvalue()


def archived(pdf: bytes, title: str, created_at: datetime) -> bytes:
    """Return a document set by the program as checked PDF/A-2b; raises `ArchiveError`.

    Who made it and what it is about are taken over from its properties.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        del document.trailer.ID
        return sealed(document, title, created_at)


def check_archive(pdf: bytes) -> None:
    """Raise `ArchiveError` unless `pdf` is a valid PDF/A-2b."""
    import page

    limits = page.SafetyLimits(max_input_size=max(len(pdf), 1))
    try:
        report = page.validate_pdf_bytes(pdf, profile="2b", limits=limits)
    except page.PageError as error:
        raise _not_archivable() from error
    if not report.is_compliant:
        rules = sorted({failure.rule_id for failure in report.failures})
        logger.error("no valid PDF/A-2b: %s", ", ".join(rules))
        raise _not_archivable()


def _not_archivable() -> ArchiveError:
    return ArchiveError(
        "生成的归档文件没有通过 PDF/A 检验，没有归档。",
        saved="扫描的页面都在，没有改动。",
        advice="请重新扫描有问题的页面后再归档；仍不成功时请联系管理员查看日志。",
    )


def _sheet(page: ArchivePage) -> _Sheet:
    """Decode the page, so that nothing unreadable is put on record, and measure it.

    Its image becomes one whose stream img2pdf can take over as it is.
    """
    image = page.image
    if plain := plain_jpeg_size(image):
        width, height = plain
    else:
        pixels = decode_frame(image).pixels
        height, width = pixels.shape[:2]
        image = _group4(pixels) if pixels.dtype == bool else encode_png(pixels, 0).data
    scale = POINTS_PER_INCH / page.dpi if page.dpi else _scale_to_a4(width, height)
    picture = width * scale, height * scale
    if max(picture) > LARGEST_PT:
        raise ArchiveError(
            "页面的尺寸超过 5 米，无法归档。", advice="请核对这一页的分辨率（dpi）后再试。"
        )
    paper = max(picture[0], SMALLEST_PT), max(picture[1], SMALLEST_PT)
    return _Sheet(image, page.lines, scale, picture, paper)


def _scale_to_a4(width_px: int, height_px: int) -> float:
    short, long = sorted((width_px, height_px))
    return min(A4_PT[0] / short, A4_PT[1] / long)


def _group4(pixels: Pixels) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    one_strip = {ROWS_PER_STRIP: pixels.shape[0]}
    Image.fromarray(pixels).save(buffer, "TIFF", compression="group4", tiffinfo=one_strip)
    return buffer.getvalue()


def _pictures(sheets: Sequence[_Sheet]) -> bytes:
    import img2pdf

    sizes = iter([(*sheet.paper, *sheet.picture) for sheet in sheets])
    buffer = io.BytesIO()
    img2pdf.convert(
        [io.BytesIO(sheet.image) for sheet in sheets],
        outputstream=buffer,
        layout_fun=lambda _width, _height, _dpi: next(sizes),
        first_frame_only=True,
        nodate=True,
    )
    return buffer.getvalue()


def _lay_text(pdf: "pikepdf.Pdf", sheets: Sequence[_Sheet]) -> None:
    from pikepdf import Dictionary

    layer = TextLayer()
    contents = [layer.content(sheet.lines, sheet.placement, FONT) for sheet in sheets]
    if not any(contents):
        return
    font = layer.font(pdf)
    for page, content in zip(pdf.pages, contents, strict=True):
        if content:
            page.Resources.Font = Dictionary({FONT: font})
            page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n" + content)


def _describe(pdf: "pikepdf.Pdf", title: str, created_at: datetime) -> None:
    """Write title, producer, dates, language, the claim to be PDF/A-2b, and what RGB means."""
    from pikepdf import Array, Dictionary, Name, String

    colours = pdf.make_stream(_srgb_profile(), N=3)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=colours,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    pdf.Root.Lang = String("zh-CN")
    told = {key: str(value) for key, value in pdf.docinfo.items()}
    for key in told:
        del pdf.docinfo[key]
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = plain_text(title)
        if author := told.get("/Author"):
            metadata["dc:creator"] = [plain_text(author)]
        if subject := told.get("/Subject"):
            metadata["dc:description"] = plain_text(subject)
        metadata["pdf:Producer"] = PRODUCER
        metadata["xmp:CreatorTool"] = PRODUCER
        metadata["xmp:CreateDate"] = created_at.isoformat()
        metadata["xmp:ModifyDate"] = created_at.isoformat()
        metadata["pdfaid:part"] = "2"
        metadata["pdfaid:conformance"] = "B"


@cache
def _srgb_profile() -> bytes:
    """Return lcms' own sRGB profile ("No copyright, use freely") with a fixed date."""
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile[:24] + struct.pack(">6H", 2000, 1, 1, 0, 0, 0) + profile[36:]


def _pack_streams(pdf: "pikepdf.Pdf") -> None:
    """Compress what is not yet, and let no stream end in a carriage return.

    A stream whose last byte is 0D is followed by `0D 0A endstream` in the file, which
    page-validation 0.11 takes for an end of line of two bytes and a wrong length
    (STREAM-LENGTH-001). Decoders stop at the end mark of the data, before the space added here.
    """
    from pikepdf import Name, Stream

    for stream in pdf.objects:
        if not isinstance(stream, Stream) or stream.get("/Type") == Name.Metadata:
            continue
        data = stream.read_raw_bytes()
        filters: Any = stream.get("/Filter")
        parameters: Any = stream.get("/DecodeParms")
        if filters is None:
            data, filters = zlib.compress(data, 9), Name.FlateDecode
        if data.endswith(b"\r"):
            data += b" "
        stream.write(data, filter=filters, decode_parms=parameters)
