"""The lines of one page as they arrive, until they are a page."""

from reception_desk.imaging.decode import MAX_PIXELS
from reception_desk.imaging.encode import encode_scan
from reception_desk.imaging.page import MILLIMETRES_PER_INCH
from reception_desk.imaging.raster import RasterFormat, pixels_of_raster, whole_lines
from reception_desk.records.scanning import ScannedPage, ScanOptions, ScanOutcome

A4_HEIGHT_MM = 297


class PageAssembly:
    """Collects raster bytes; `lines` is -1 when the device does not know the length."""

    def __init__(
        self, layout: RasterFormat, lines: int, dpi: int, options: ScanOptions, source: str
    ) -> None:
        self._layout = layout
        self._lines = lines
        self._dpi = dpi
        height_mm = options.area.height if options.area else A4_HEIGHT_MM
        likely = round(height_mm / MILLIMETRES_PER_INCH * (dpi or options.dpi))
        self._expected_lines = lines if lines > 0 else max(likely, 1)
        self._source = source
        self._raster = bytearray()

    def add(self, rows: bytes) -> None:
        self._raster += rows

    @property
    def share(self) -> float:
        """The part read so far; below 1, for the device may still call the page off."""
        return min(self._height / self._expected_lines, 0.99)

    @property
    def is_too_large(self) -> bool:
        """Whether the page passes what the desk can decode again."""
        return max(self._height, self._lines) * self._layout.width_px > MAX_PIXELS

    def page(self, outcome: ScanOutcome) -> ScannedPage | None:
        """Return the lines read as a page, or None when there is not one whole line.

        A device that says “ok” with lines missing has lost them on the way: `io_error`.
        """
        is_short = self._height < self._lines
        if outcome is ScanOutcome.OK and (is_short or not self._height):
            outcome = ScanOutcome.IO_ERROR
        if not self._height or not self._layout.width_px:
            return None
        encoded = encode_scan(pixels_of_raster(self._raster, self._layout), self._dpi)
        return ScannedPage(
            image=encoded.data,
            media_type=encoded.media_type,
            width_px=self._layout.width_px,
            height_px=self._height,
            dpi=self._dpi,
            is_partial=outcome is not ScanOutcome.OK,
            source=self._source,
            outcome=outcome,
        )

    @property
    def _height(self) -> int:
        return whole_lines(len(self._raster), self._layout)
