"""Papers from record to PDF bytes, warm, against one bare reportlab page with as much text."""

import gc
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from reception_desk.commands.bench import case_file
from reception_desk.commands.bench.figure import Figure, Goal, interleaved, median, spread
from reception_desk.commands.bench.first_frame import resident_mb
from reception_desk.commands.bench.plan import Plan
from reception_desk.config import HALL_ZONE, resource
from reception_desk.documents import catalogue
from reception_desk.documents.receipt import receipt
from reception_desk.documents.registration_form import registration_form
from reception_desk.documents.reprint import reprint
from reception_desk.records.document import DocumentKind
from reception_desk.records.papers import Office, PaperPerson, ReceiptData, RegistrationFormData

_ROUNDS, _FEW, _MANY = 200, 200, 1000
_BOLD_LINES = (0, 2)  # head and title
_CLAIM = "要求支付拖欠的土地流转费。村委会自2024年起没有发放，多次询问没有得到答复，" * 4
_VISITED = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo(HALL_ZONE))
_OFFICE = Office(
    hall="孝昌县人民来访接待中心",
    address="湖北省孝昌县花园镇",
    phone="0712-0000000",
    supervision_phone="0712-0000001",
)


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield the figures of the slip, of the form and of a notice."""
    slip = receipt(_slip(), "slip80")
    papers: list[tuple[str, Callable[[], bytes], float | None]] = [
        ("回执 PDF（80 mm）中位数", lambda: receipt(_slip(), "slip80"), 25),
        ("补打回执（80 mm）中位数", lambda: reprint(slip, 2, _VISITED.date()), 25),
        ("回执 PDF（A5）中位数", lambda: receipt(_slip(), "A5"), None),
        ("登记单 PDF（A4）中位数", lambda: registration_form(_form()), None),
    ]
    bare = bare_page()
    for name, paper, most in papers:
        ours, floor = interleaved(plan.rounds(_ROUNDS), paper, bare)
        yield Figure(
            name,
            median(ours),
            "ms",
            median(floor),
            Goal.MOST if most else Goal.NONE,
            most,
            {**spread(ours), "bytes": len(paper())},
        )
    yield from _notices(plan)
    yield from case_file.measure(plan)


def _notices(plan: Plan) -> Iterator[Figure]:
    """Yield time and memory of a notice; its floor has the same words in the same two faces."""
    kind = DocumentKind.ACCEPTANCE_NOTICE
    data = catalogue.paper_form(kind).example

    def notice() -> bytes:
        return catalogue.render(kind, data)

    ours, floor = interleaved(plan.rounds(_ROUNDS), notice, bare_notice(notice()))
    yield Figure(
        "告知书 PDF（A4）中位数",
        median(ours),
        "ms",
        median(floor),
        Goal.MOST_TIMES_THE_FLOOR,
        1.5,
        {**spread(ours), "bytes": len(notice())},
    )
    before = _resident_after(plan.rounds(_FEW), notice)
    after = _resident_after(plan.rounds(_MANY), notice)
    yield Figure(
        "内存：再制作1,000份告知书之后", after, "MB", before, Goal.MOST_TIMES_THE_FLOOR, 1.05
    )


def _resident_after(count: int, act: Callable[[], object]) -> float:
    for _ in range(count):
        act()
    gc.collect()
    return resident_mb()


def bare_notice(notice: bytes) -> Callable[[], bytes]:
    """Return what draws the words of a notice with reportlab alone, line by line."""
    from pypdf import PdfReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    for name in ("NotoSerifSC-Regular", "NotoSerifSC-Bold"):
        font = TTFont(f"Bench{name}", str(resource("fonts", f"{name}.ttf")))
        pdfmetrics.registerFont(font)
    words = PdfReader(io.BytesIO(notice)).pages[0].extract_text().splitlines()

    def page() -> bytes:
        target = io.BytesIO()
        canvas = Canvas(target, pagesize=(595, 842))
        for at, line in enumerate(words):
            is_bold = at in _BOLD_LINES
            canvas.setFont(f"BenchNotoSerifSC-{'Bold' if is_bold else 'Regular'}", 15.75)
            canvas.drawString(80, 780 - at * 30, line)
        canvas.save()
        return target.getvalue()

    return page


def bare_page() -> Callable[[], bytes]:
    """Return what makes one page with reportlab alone: the same font, twenty short lines."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    font = resource("fonts", "NotoSansSC-Regular.ttf")
    pdfmetrics.registerFont(TTFont("BenchSans", str(font)))

    def page() -> bytes:
        target = io.BytesIO()
        canvas = Canvas(target, pagesize=(204, 600))
        canvas.setFont("BenchSans", 9)
        for at in range(20):
            canvas.drawString(10, 580 - at * 14, _CLAIM[at : at + 18])
        canvas.save()
        return target.getvalue()

    return page


def _slip() -> ReceiptData:
    return ReceiptData(
        office=_OFFICE,
        registration_number="T-1-20261123-001",
        query_code="1948053726",
        visited_at=_VISITED,
        name="张*",
        matter=_CLAIM[:40],
        material_count=2,
        material_pages=5,
        handling="当场受理",
        destination="孝昌县农业农村局",
        answer_by=date(2026, 12, 8),
        receptionist="周敏",
    )


def _form() -> RegistrationFormData:
    return RegistrationFormData(
        office=_OFFICE,
        registration_number="T-1-20261123-001",
        visited_at=_VISITED,
        window="1",
        receptionist="周敏",
        person=PaperPerson(name="张伟", sex="男", id_kind="居民身份证", address=_OFFICE.address),
        purpose="求决",
        facts=_CLAIM,
        requests=(_CLAIM[:60],),
    )
