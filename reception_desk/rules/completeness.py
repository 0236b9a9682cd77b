"""What a registration still lacks: the closing list. Almost nothing of it stops a save."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from typing import Any

from reception_desk.records.visit import PersonRole
from reception_desk.rules.head_count import is_group_visit
from reception_desk.rules.letters import is_letter

_REGULATION = "《信访工作条例》"
_REGISTER = f"{_REGULATION}第二十二条第一款"
_WRITTEN = f"{_REGULATION}第十九条第一款"
_NOTICE = f"{_REGULATION}第二十三条第二款"

NO_WRITTEN_NOTICE = "姓名或住址不清，依第二十三条第二款不作书面告知"
"""What papers say in the place of a date where `is_notice_exempt`."""


class Field(StrEnum):
    """The fields of a registration that may be missing."""

    ARRIVED_AT = auto()
    HEAD_COUNT = auto()
    CLAIM = auto()
    NAME = auto()
    PHONE = auto()
    DOCUMENT = auto()
    ADDRESS = auto()
    REPRESENTATIVES = auto()
    READ_BACK = auto()
    MATTER_CLASS = auto()
    CATEGORY = auto()
    PLACE = auto()
    PRIVACY_NOTICE = auto()


@dataclass(frozen=True, slots=True)
class Registration:
    """What the check looks at; None or empty means not given.

    `is_anonymous`: the visitor leaves no name. `is_unclear`: the clerk judged name or address too
    vague to deliver anything to. Whoever writes a letter signs no notice at the window and sends
    no representatives.
    """

    arrived_at: datetime | None = None
    head_count: int | None = None
    claim: str = ""
    to_complete: bool = False
    name: str = ""
    is_anonymous: bool = False
    phone: str = ""
    document_number: str = ""
    address: str = ""
    is_unclear: bool = False
    representatives: int = 0
    is_oral: bool = False
    read_back_at: datetime | None = None
    matter_class: str = ""
    category: str = ""
    place_code: str = ""
    privacy_notice: str = ""
    is_letter: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """One gap; only an `is_required` one stops the save.

    What `is_voluntary` the visitor need not give: it is offered in the form, but the office owes
    nothing and it keeps no visit on the closing list of the day (PIPL Art. 6).
    """

    field: Field
    sentence: str
    article: str
    is_required: bool = False
    is_voluntary: bool = False


def registration_of(visit: Any, persons: Sequence[Any]) -> Registration:
    """Return what the check looks at in a visit on record.

    `visit` and its `persons`, in their order, are records or rows with the fields of
    `VisitRecord` and `PersonRecord`.
    """
    main = next((each for each in persons if PersonRole(each.role).is_petitioner), None)
    return Registration(
        arrived_at=visit.arrived_at,
        head_count=visit.head_count,
        claim=visit.claim,
        to_complete=visit.to_complete,
        name=(main.name or main.organisation_name or "") if main else "",
        is_anonymous=bool(visit.is_anonymous),
        phone=(main.phone or "") if main else "",
        document_number=(main.document_number or "") if main else "",
        address=(main.address or "") if main else "",
        is_unclear=bool(visit.is_unclear),
        representatives=sum(each.role == PersonRole.REPRESENTATIVE.value for each in persons),
        is_oral=visit.is_oral,
        read_back_at=visit.read_back_at,
        matter_class=visit.matter_class or "",
        category=visit.category or "",
        place_code=visit.place_code or "",
        privacy_notice=visit.privacy_notice or "",
        is_letter=is_letter(visit.form),
    )


def missing(registration: Registration) -> tuple[Missing, ...]:
    """Return every gap, the required ones first (条例 Art. 19, 22, 23)."""
    return (*_required(registration), *_about_person(registration), *_about_matter(registration))


def may_save(registration: Registration) -> bool:
    """Tell whether nothing required is missing: time, head count, claim or 待补充."""
    return not _required(registration)


def owed(registration: Registration) -> tuple[Missing, ...]:
    """Return the gaps that the office has to close before the day ends."""
    return tuple(gap for gap in missing(registration) if not gap.is_voluntary)


def is_notice_exempt(registration: Registration) -> bool:
    """Tell whether name or address is too unclear for the written notice D3 (Art. 23(2))."""
    return (
        registration.is_anonymous
        or registration.is_unclear
        or not registration.name.strip()
        or not registration.address.strip()
    )


def _required(registration: Registration) -> list[Missing]:
    gaps: list[Missing] = []
    if registration.arrived_at is None:
        gaps.append(Missing(Field.ARRIVED_AT, "缺来访时间。", _REGISTER, is_required=True))
    if registration.head_count is None or registration.head_count < 1:
        gaps.append(Missing(Field.HEAD_COUNT, "缺来访人数。", _REGISTER, is_required=True))
    if not registration.claim.strip() and not registration.to_complete:
        sentence = "缺诉求；现在写不完的，请勾选“待补充”。"
        gaps.append(Missing(Field.CLAIM, sentence, _WRITTEN, is_required=True))
    return gaps


def _about_person(registration: Registration) -> list[Missing]:
    gaps: list[Missing] = []
    if not registration.name.strip() and not registration.is_anonymous:
        gaps.append(Missing(Field.NAME, "缺姓名；不愿留名的，请勾选“匿名”。", _WRITTEN))
    if not registration.phone.strip():
        sentence = "缺联系电话，查询码请当面交付。"
        gaps.append(Missing(Field.PHONE, sentence, _NOTICE, is_voluntary=True))
    if not registration.document_number.strip() and not registration.is_anonymous:
        sentence = "未登记证件；没有证件也应当登记。"
        gaps.append(Missing(Field.DOCUMENT, sentence, _REGISTER, is_voluntary=True))
    is_known_exempt = registration.is_anonymous or registration.is_unclear
    if not registration.address.strip() and not is_known_exempt:
        sentence = "缺住址；说不清的，勾选“地址不清”。"
        gaps.append(Missing(Field.ADDRESS, sentence, _NOTICE))
    is_group = is_group_visit(registration.head_count or 0) and not registration.is_letter
    if is_group and registration.representatives == 0:
        sentence = "来访5人以上，尚未登记代表（不超过5人）。"
        article = f"{_REGULATION}第二十条第三款"
        gaps.append(Missing(Field.REPRESENTATIVES, sentence, article))
    if not registration.privacy_notice.strip() and not registration.is_letter:
        sentence = "未记录个人信息处理告知。"
        gaps.append(Missing(Field.PRIVACY_NOTICE, sentence, "《个人信息保护法》第三十五条"))
    return gaps


def _about_matter(registration: Registration) -> list[Missing]:
    gaps: list[Missing] = []
    if registration.to_complete:
        gaps.append(Missing(Field.CLAIM, "诉求待补充。", _WRITTEN))
    if registration.is_oral and registration.read_back_at is None:
        sentence = "口头陈述尚未向来访人宣读确认。"
        gaps.append(Missing(Field.READ_BACK, sentence, _WRITTEN))
    if not registration.matter_class:
        article = f"{_REGULATION}第二十九条至第三十一条"
        gaps.append(Missing(Field.MATTER_CLASS, "未选信访事项类别。", article))
    if not registration.category:
        gaps.append(Missing(Field.CATEGORY, "未选内容分类。", _REGISTER))
    if not registration.place_code:
        gaps.append(Missing(Field.PLACE, "未选问题属地。", _REGISTER))
    return gaps
