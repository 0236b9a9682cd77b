"""The document an eSCL scanner sent, made into a page: checked, measured, whole or in part."""

from dataclasses import dataclass

from reception_desk.devices.scanner.escl_request import UNITS_PER_INCH, ScanRequest
from reception_desk.devices.scanner.protocol import ScanError
from reception_desk.imaging.decode import UnreadableImageError, decode_frame
from reception_desk.imaging.encode import EncodedImage, encode_scan
from reception_desk.imaging.page import Pixels
from reception_desk.imaging.unfinished import decode_cut_jpeg, lines_of
from reception_desk.records.scanning import PaperSource, ScannedPage, ScanOutcome

TOLERANCE = 0.02
"""Devices round lengths to whole blocks of their picture; more than this is another size."""


@dataclass(frozen=True, slots=True)
class _Picture:
    """What a document holds, and how it ended."""

    encoded: EncodedImage
    pixels: Pixels
    dpi: int
    outcome: ScanOutcome


def page_of_document(
    data: bytes, outcome: ScanOutcome, request: ScanRequest, source: str
) -> ScannedPage:
    """Return the page that `data` holds; `outcome` says how its transfer ended.

    The bytes of a whole JPEG or PNG are kept as they came: they are the evidence. A page whose
    end is missing keeps its lines. Raises `ScanError` when there is not one line.
    """
    picture = _whole(data, request) if outcome is ScanOutcome.OK else _part(data, outcome, request)
    height, width = picture.pixels.shape[:2]
    return ScannedPage(
        image=picture.encoded.data,
        media_type=picture.encoded.media_type,
        width_px=width,
        height_px=height,
        dpi=picture.dpi,
        is_partial=picture.outcome is not ScanOutcome.OK,
        source=source,
        outcome=picture.outcome,
        changes=request.changes,
        paper_source=request.source,
    )


def _whole(data: bytes, request: ScanRequest) -> _Picture:
    """A document that came to its end may still lack lines, or be no picture."""
    try:
        frame = decode_frame(data)
    except UnreadableImageError as error:
        if decode_cut_jpeg(data) is None:
            reason = f"扫描仪送来的不是完好的图像：{error.message}"
            raise ScanError(ScanOutcome.UNSUPPORTED_FILE, reason) from error
        return _part(data, ScanOutcome.IO_ERROR, request)
    height = lines_of(frame.pixels)
    if not height:
        raise ScanError(ScanOutcome.IO_ERROR)
    pixels = frame.pixels[:height]
    dpi = _dpi(pixels, frame.dpi, request)
    is_as_sent = frame.original_type and height == len(frame.pixels)
    encoded = EncodedImage(data, frame.original_type) if is_as_sent else encode_scan(pixels, dpi)
    is_short = _lacks_lines(pixels, dpi, request)
    return _Picture(encoded, pixels, dpi, ScanOutcome.IO_ERROR if is_short else ScanOutcome.OK)


def _part(data: bytes, outcome: ScanOutcome, request: ScanRequest) -> _Picture:
    pixels = decode_cut_jpeg(data)
    if pixels is None:
        raise ScanError(outcome)
    dpi = _dpi(pixels, request.dpi, request)
    return _Picture(encode_scan(pixels, dpi), pixels, dpi, outcome)


def _dpi(pixels: Pixels, said_dpi: int, request: ScanRequest) -> int:
    """Return the resolution asked for if the width bears it out, else what the file says.

    Many devices write 72 or nothing into their files, and some deliver less than they offer.
    """
    measured = pixels.shape[1] * UNITS_PER_INCH / request.box[2]
    return request.dpi if abs(measured / request.dpi - 1) <= TOLERANCE else said_dpi


def _lacks_lines(pixels: Pixels, dpi: int, request: ScanRequest) -> bool:
    """Whether a page from the glass is shorter than the glass; a feeder's sheets may be."""
    is_measured = request.source is PaperSource.FLATBED and dpi == request.dpi
    return is_measured and len(pixels) < request.height_px * (1 - TOLERANCE)
