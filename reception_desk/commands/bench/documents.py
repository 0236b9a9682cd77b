"""Papers from record to PDF bytes, warm, against one bare reportlab page with as much text."""

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from reception_desk.commands.bench.figure import Figure, Goal, interleaved, median, spread
from reception_desk.commands.bench.plan import Plan
from reception_desk.config import HALL_ZONE, resource
from reception_desk.documents.receipt import receipt
from reception_desk.documents.registration_form import registration_form
from reception_desk.documents.reprint import reprint
from reception_desk.records.papers import Office, PaperPerson, ReceiptData, RegistrationFormData

_ROUNDS = 200
_CLAIM = "要求支付拖欠的土地流转费。村委会自2024年起没有发放，多次询问没有得到答复，" * 4
_VISITED = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo(HALL_ZONE))
_OFFICE = Office(
    hall="孝昌县人民来访接待中心",
    address="湖北省孝昌县花园镇",
    phone="0712-0000000",
    supervision_phone="0712-0000001",
)


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield the figures of the slip and of the form."""
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
