"""The queues of a system without CUPS through Qt: their names, and pages drawn into one.

Qt's printing knows no job afterwards, so nobody here says “printed”. Everything runs in the lane
of a printer; the printer and its painter live as long as the drawing, because Qt frees them with
the last Python reference.
"""

from threading import Lock

from PySide6.QtCore import QMarginsF, QRect, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from reception_desk.config import PrinterSettings
from reception_desk.errors import DeviceError
from reception_desk.records.printing import PrinterCondition
from reception_desk.ui.rasterise import load_pdf, page_picture

KEPT = "文书已保存。"
MOST_DPI = 600
"""An A4 page takes 270 MB while it is drawn."""
_POINTS_PER_INCH = 72
_SHEETS = {"A4": QPageSize.PageSizeId.A4, "A5": QPageSize.PageSizeId.A5}
_TRAYS = {
    "tray-1": QPrinter.PaperSource.Upper,
    "tray-2": QPrinter.PaperSource.Lower,
    "tray-3": QPrinter.PaperSource.Middle,
    "manual": QPrinter.PaperSource.Manual,
}
_CONDITIONS = {
    QPrinter.PrinterState.Idle: PrinterCondition.QUEUE_OPEN,
    QPrinter.PrinterState.Active: PrinterCondition.BUSY,
}
_asking = Lock()  # Qt loads its printing plug-in at the first question, unguarded


def queue_names() -> list[str]:
    """Return the names of the system's queues."""
    with _asking:
        return list(QPrinterInfo.availablePrinterNames())


class SystemSpooler:
    """One queue of the system; it is looked up anew each time."""

    def __init__(self, name: str, settings: PrinterSettings) -> None:
        self._name = name
        self._settings = settings

    def condition(self) -> PrinterCondition:
        """Say whether the queue is there and takes jobs; paper and cover are not known."""
        info = self._look_up()
        if info.isNull():
            return PrinterCondition.NO_QUEUE
        return _CONDITIONS.get(info.state(), PrinterCondition.STOPPED)

    def hand_over(self, pdf: bytes, title: str, copies: int) -> None:
        """Draw every page into the queue."""
        info = self._look_up()
        if info.isNull():
            raise DeviceError(
                f"没有打印队列“{self._name}”。",
                saved=KEPT,
                advice="请在“设置”中重新选择打印机。",
            )
        document = load_pdf(pdf)
        with _asking:
            printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
        set_up(printer, self._settings, document, title, copies)
        draw(document, printer)

    def _look_up(self) -> QPrinterInfo:
        with _asking:
            return QPrinterInfo.printerInfo(self._name)


def set_up(
    printer: QPrinter, settings: PrinterSettings, document: QPdfDocument, title: str, copies: int
) -> None:
    """Tell the printer paper, tray, sides and copies; a slip is as long as its words."""
    printer.setDocName(title)
    printer.setCopyCount(copies)
    printer.setFullPage(True)
    printer.setPageLayout(
        QPageLayout(
            _page_size(settings.paper, document.pagePointSize(0)),
            QPageLayout.Orientation.Portrait,
            QMarginsF(),
        )
    )
    printer.setDuplex(
        QPrinter.DuplexMode.DuplexLongSide
        if settings.is_two_sided
        else QPrinter.DuplexMode.DuplexNone
    )
    if settings.tray in _TRAYS:
        printer.setPaperSource(_TRAYS[settings.tray])


def draw(document: QPdfDocument, printer: QPrinter) -> None:
    """Draw the pages at the printer's own resolution, up to 600 dpi.

    Raises `DeviceError` when the system refuses; nothing is printed then.
    """
    painter = QPainter()
    if not painter.begin(printer):
        raise _refused(printer)
    try:
        for page in range(document.pageCount()):
            if page and not printer.newPage():
                printer.abort()
                raise _refused(printer)
            _draw_page(document, page, printer, painter)
    finally:
        painter.end()


def _draw_page(document: QPdfDocument, page: int, printer: QPrinter, painter: QPainter) -> None:
    dpi = min(printer.resolution(), MOST_DPI)
    size = document.pagePointSize(page) / _POINTS_PER_INCH
    width, height = (round(inches * printer.resolution()) for inches in size.toTuple())
    picture = page_picture(document, page, round(size.width() * dpi))
    painter.drawImage(QRect(0, 0, width, height), picture)


def _page_size(paper: str, points: QSizeF) -> QPageSize:
    if paper in _SHEETS:
        return QPageSize(_SHEETS[paper])
    return QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)


def _refused(printer: QPrinter) -> DeviceError:
    return DeviceError(
        f"系统打印队列“{printer.printerName()}”没有接收任务。",
        saved=KEPT,
        advice="请在系统的打印机窗口中查看后重新打印。",
    )
