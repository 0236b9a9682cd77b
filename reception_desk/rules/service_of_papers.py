"""送达: the ways a paper reaches the petitioner, what each must show, and the day it counts from.

By analogy to 《民事诉讼法》 Art. 85-95, as domain.md §3.4 (18) lists them; a county's own rules on
service were not found, so the days are the office's to set.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from reception_desk.records.document import DocumentKind

OPINIONS = frozenset({DocumentKind.HANDLING_OPINION, DocumentKind.REVIEW_OPINION})
"""Papers whose service begins the petitioner's own period (条例 Art. 35, 36)."""
SERVED_PAPERS = OPINIONS | {
    DocumentKind.ACCEPTANCE_NOTICE,
    DocumentKind.NON_ACCEPTANCE_NOTICE,
    DocumentKind.NO_FURTHER_ACCEPTANCE_NOTICE,
    DocumentKind.LEGAL_ROUTE_NOTICE,
    DocumentKind.DESTINATION_NOTICE,
    DocumentKind.EXTENSION_NOTICE,
    DocumentKind.HEARING_NOTICE,
    DocumentKind.REVIEW_ACCEPTANCE_NOTICE,
    DocumentKind.RECHECK_OPINION,
}
"""Papers handed to the petitioner against a receipt; letters go from office to office."""
WITHOUT_RECEIPT = frozenset({DocumentKind.DESTINATION_NOTICE})
"""Handed over at the window, where nobody signs for it unless the clerk asks for it."""
PUBLIC_NOTICE_DAYS = 30
"""《民事诉讼法》 Art. 95: a paper served by public notice counts as served after thirty days."""


class ServiceWay(StrEnum):
    """Codes of `resources/codes/delivery_way.csv`."""

    DIRECT = "0"
    POST = "1"
    OTHER = "2"
    LEFT = "3"
    ELECTRONIC = "4"
    ENTRUSTED = "5"
    PUBLIC_NOTICE = "6"


@dataclass(frozen=True, slots=True)
class Service:
    """What is known of one service; `day` is that of the signature, the return slip, the notice.

    `has_consent` is the petitioner's to electronic service, `is_refused` that they would not sign.
    """

    way: ServiceWay
    day: date
    received_by: str = ""
    relation: str = ""
    witness: str = ""
    mail_number: str = ""
    is_refused: bool = False
    has_consent: bool = False
    note: str = ""


def why_not_served(service: Service, issued_on: date, today: date) -> str:
    """Return what is missing or impossible in a record of service, "" where it stands."""
    if service.day < issued_on:
        return "送达日期早于文书的成文日期，请核对。"
    if service.day > today:
        return "送达日期不能晚于今天。"
    return _MISSING[service.way](service)


def served_on(service: Service) -> date:
    """Return the day the petitioner's own period is counted from."""
    if service.way is ServiceWay.PUBLIC_NOTICE:
        return service.day + timedelta(days=PUBLIC_NOTICE_DAYS)
    return service.day


def _direct(service: Service) -> str:
    if service.is_refused:
        return "本人拒收的，请改用留置送达，写明见证人和拒收事由（参照《民事诉讼法》第八十九条）。"
    if not service.received_by:
        return "请写明签收人（参照《民事诉讼法》第八十八条）。"
    return ""


def _post(service: Service) -> str:
    if not service.mail_number:
        return "请写明邮件号码；送达日期以回执上的收件日期为准（参照《民事诉讼法》第九十一条）。"
    return ""


def _left(service: Service) -> str:
    if service.witness and service.note:
        return ""
    return "留置送达要写明见证人（或者拍照、录像）和拒收事由（参照《民事诉讼法》第八十九条）。"


def _electronic(service: Service) -> str:
    if service.has_consent:
        return ""
    return "电子送达须经本人同意；本人要求纸质文书的，应当提供（参照《民事诉讼法》第九十条）。"


def _entrusted(service: Service) -> str:
    return "" if service.note else "请写明受委托送达的机关（参照《民事诉讼法》第九十一条）。"


def _public_notice(service: Service) -> str:
    if service.note:
        return ""
    return "公告送达要写明原因和经过（参照《民事诉讼法》第九十五条）。"


def _other(service: Service) -> str:
    return "" if service.note else "请写明怎样送达。"


_MISSING = {
    ServiceWay.DIRECT: _direct,
    ServiceWay.POST: _post,
    ServiceWay.OTHER: _other,
    ServiceWay.LEFT: _left,
    ServiceWay.ELECTRONIC: _electronic,
    ServiceWay.ENTRUSTED: _entrusted,
    ServiceWay.PUBLIC_NOTICE: _public_notice,
}
