"""个人信息处理告知 on a screen: the words of the paper, from the same template (PIPL Art. 17, 35).

It only informs: nothing of a registration waits for a consent.
"""

from pathlib import Path

from reception_desk.documents import template_loading, text_paper
from reception_desk.documents.fields import check
from reception_desk.documents.text_paper import Paragraph
from reception_desk.models import Database
from reception_desk.records.document import DocumentKind
from reception_desk.services.office import office_card

VERSION = "2026-1"
"""What a registration keeps of the notice that was shown."""
REPLY_DAYS = 15
RETENTION = "按照信访档案保管期限保存，期满后依法销毁"


def notice_words(database: Database, wording: Path | None = None) -> tuple[Paragraph, ...]:
    """Return the notice with the hall's own data, from the office's template where it has one."""
    office = office_card(database)
    kind = DocumentKind.PRIVACY_NOTICE
    template = template_loading.load(kind.value, wording)
    data = {
        "organ": office.hall,
        "handler": "本窗口工作人员",
        "phone": office.phone or "请向本窗口询问",
        "retention": RETENTION,
        "reply_days": REPLY_DAYS,
    }
    known = {name: value for name, value in data.items() if name in template.fields}
    return text_paper.fill(kind.label, template, check(kind.label, template.fields, known)).body
