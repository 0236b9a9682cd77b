"""Pages drawn into a queue of the system: whole, sharp, of the right size; real queues by CUPS."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pypdf
import pytest
from PySide6.QtPrintSupport import QPrinter

from reception_desk.config import PrinterSettings
from reception_desk.documents.receipt import receipt
from reception_desk.documents.registration_form import registration_form
from reception_desk.errors import DeviceError
from reception_desk.records.printing import PrinterCondition
from reception_desk.ui.rasterise import load_pdf
from reception_desk.ui.system_spooler import SystemSpooler, draw, queue_names, set_up
from tests.devices.printer.conftest import QUEUE, cups, ipp_server  # noqa: F401
from tests.documents import samples
from tests.documents.reading import pictures

PAPERS: dict[str, Callable[[], bytes]] = {
    "A4": lambda: registration_form(samples.long_form_data()),
    "A5": lambda: receipt(samples.receipt_data(), "A5"),
    "slip80": lambda: receipt(samples.receipt_data(), "slip80"),
}
_CHILD = """
import sys
from pathlib import Path
from PySide6.QtGui import QGuiApplication
from reception_desk.config import PrinterSettings
from reception_desk.ui.system_spooler import SystemSpooler, queue_names
application = QGuiApplication([])
spooler = SystemSpooler(sys.argv[1], PrinterSettings(paper="A4"))
spooler.hand_over(Path(sys.argv[2]).read_bytes(), "T-1", 1)
print(spooler.condition().value, *queue_names())
"""


def drawn(paper: str, pdf: bytes, target: Path, dpi: int = 300) -> bytes:
    """Draw through the same code into a PDF instead of a queue."""
    document = load_pdf(pdf)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printer.setResolution(dpi)
    set_up(printer, PrinterSettings(paper=paper), document, "T-1", 1)
    draw(document, printer)
    return target.read_bytes()


def assert_same_ink(one: bytes, other: bytes) -> None:
    """Compare squares of 4 points on every page: 1 point off differs by more than 3 of 255."""
    for before, after in zip(pictures(one, 4), pictures(other, 4), strict=True):
        squares = [_squares(picture) for picture in (before, after)]
        height, width = np.minimum(squares[0].shape, squares[1].shape)
        difference = np.abs(squares[0][:height, :width] - squares[1][:height, :width])
        assert difference.mean() < 2
        assert difference.max() < 40
        assert (after < 128).any()


def _squares(picture: np.ndarray) -> np.ndarray:
    height, width = (pixels // 16 for pixels in picture.shape)
    return picture[: height * 16, : width * 16].reshape(height, 16, width, 16).mean((1, 3))


@pytest.mark.parametrize(("paper", "dpi"), [("A4", 300), ("A5", 1200), ("slip80", 203)])
def test_every_page_is_drawn_whole_at_its_size(qtbot, tmp_path: Path, paper: str, dpi: int):
    pdf = PAPERS[paper]()

    made = drawn(paper, pdf, tmp_path / "out.pdf", dpi)

    (tmp_path / "in.pdf").write_bytes(pdf)
    sizes = [
        [(float(page.mediabox.width), float(page.mediabox.height)) for page in reader.pages]
        for reader in (pypdf.PdfReader(tmp_path / "in.pdf"), pypdf.PdfReader(tmp_path / "out.pdf"))
    ]
    assert np.allclose(sizes[0], sizes[1], atol=1.0)
    assert_same_ink(pdf, made)


def test_copies_and_name_reach_the_printer(qtbot):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)

    set_up(printer, PrinterSettings(), load_pdf(PAPERS["A4"]()), "孝信访〔2026〕1号", 2)

    assert printer.copyCount() == 2
    assert printer.docName() == "孝信访〔2026〕1号"


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_file_that_cannot_be_written_is_refused_with_what_to_do(qtbot, tmp_path: Path):
    with pytest.raises(DeviceError, match="没有接收") as caught:
        drawn("A5", PAPERS["A5"](), tmp_path / "nowhere" / "out.pdf")
    assert caught.value.saved
    assert caught.value.advice


def test_a_queue_that_is_gone_is_named(qtbot):
    spooler = SystemSpooler("没有的队列", PrinterSettings(paper="A4"))

    assert spooler.condition() is PrinterCondition.NO_QUEUE
    with pytest.raises(DeviceError, match="没有的队列") as caught:
        spooler.hand_over(PAPERS["A5"](), "T-1", 1)
    assert "设置" in caught.value.advice
    assert "没有的队列" not in queue_names()


def test_a_real_queue_is_listed_and_takes_what_is_drawn(cups, tmp_path: Path):  # noqa: F811
    """In a process of its own: the system's printing is chosen once for a process."""
    source = tmp_path / "in.pdf"
    source.write_bytes(PAPERS["A4"]())

    done = subprocess.run(
        [sys.executable, "-c", _CHILD, QUEUE, str(source)],
        env=cups.environment() | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    condition, *names = done.stdout.split()
    assert QUEUE in names
    assert condition in {"queue_open", "busy"}
    assert_same_ink(source.read_bytes(), cups.documents()[-1])
