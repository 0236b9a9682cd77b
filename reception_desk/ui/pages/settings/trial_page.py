"""A page to try a printer with: a real paper of an invented visit, marked as a test."""

from datetime import datetime
from zoneinfo import ZoneInfo

from reception_desk.config import HALL_ZONE
from reception_desk.documents.fonts import FontPaths
from reception_desk.documents.office_fonts import office_fonts
from reception_desk.records.papers import Office, ReceiptData, RegistrationFormData

MARK = "测试页"
WORDS = "这是打印机测试页，不是来访登记。字迹应当清楚，四边应当完整。"


def trial_page(office: Office, paper: str, fonts: FontPaths) -> bytes:
    """Return the PDF for `A4` (a registration form) or for the paper of a receipt."""
    usable = office_fonts(fonts).paths
    moment = datetime.now(ZoneInfo(HALL_ZONE))
    if paper == "A4":
        from reception_desk.documents.registration_form import registration_form

        return registration_form(
            RegistrationFormData(
                office=office, registration_number=MARK, visited_at=moment, facts=WORDS
            ),
            usable,
        )
    from reception_desk.documents.receipt import receipt

    return receipt(
        ReceiptData(
            office=office,
            registration_number=MARK,
            query_code="0000000000",
            visited_at=moment,
            name=MARK,
            matter=WORDS,
        ),
        paper,
        usable,
    )
