"""A visit on record in words, masked: what the detail panel shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from reception_desk.records.visit import PersonRecord, PersonRole, VisitRecord
from reception_desk.rules import codes
from reception_desk.rules.codes import CodeListName
from reception_desk.rules.head_count import is_group_visit
from reception_desk.rules.letters import is_letter
from reception_desk.rules.masking import (
    mask_address,
    mask_document_number,
    mask_name,
    mask_phone,
)
from reception_desk.services.corrections import PastCorrection

Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class HiddenField:
    """A field shown masked; `attribute` is its name in `PersonRecord`."""

    name: str
    attribute: str
    masked: str


@dataclass(frozen=True, slots=True)
class PersonWords:
    """A person of the visit: role, what is open, what is hidden."""

    person_id: str
    role: str
    facts: tuple[Fact, ...]
    hidden: tuple[HiddenField, ...]


def visit_facts(visit: VisitRecord) -> list[Fact]:
    """Return when, where and how the visit was."""
    zone = ZoneInfo(visit.zone)
    heads = f"{visit.head_count} 人"
    if is_group_visit(visit.head_count):
        heads += "（集体访）"
    return [
        *((("临时编号", visit.provisional_number),) if visit.number else ()),
        *_form(visit),
        ("来访时间", f"{visit.arrived_at.astimezone(zone):%Y-%m-%d %H:%M}"),
        ("接访", f"{visit.window}号窗口 {visit.received_by}"),
        ("单位", visit.unit_name),
        ("人数", heads),
        ("初访重访", "重访" if visit.is_repeat else "初访"),
        *_exemptions(visit),
    ]


def _form(visit: VisitRecord) -> list[Fact]:
    """Return how it came, where nobody stood at the window."""
    if not is_letter(visit.form):
        return []
    return [("信访形式", codes.name(CodeListName.VISIT_FORM, visit.form))]


def _exemptions(visit: VisitRecord) -> list[Fact]:
    """Return why no written notice can be delivered (条例 Art. 23(2)), as the clerk marked it."""
    marks = (("匿名", visit.is_anonymous), ("地址不清", visit.is_unclear))
    words = "、".join(word for word, is_marked in marks if is_marked)
    return [("书面告知", f"{words}，不作书面告知")] if words else []


def matter_facts(visit: VisitRecord) -> list[Fact]:
    """Return what the visit was about and where it went; what is not known is left out."""
    facts = [
        ("目的", codes.name(CodeListName.PURPOSE, visit.purpose)),
        ("类别", codes.name(CodeListName.MATTER_CLASS, visit.matter_class)),
        ("内容分类", codes.name(CodeListName.CATEGORY, visit.category)),
        ("问题属地", codes.name(CodeListName.DIVISION, visit.place_code)),
        ("反映对象", visit.respondent or ""),
        ("以往办理", visit.earlier_handling or ""),
        ("接待结果", codes.name(CodeListName.RECEPTION_RESULT, visit.outcome)),
        ("去向单位", visit.target_unit_name or ""),
        ("说明", visit.outcome_note or ""),
        (
            "关怀需要",
            "、".join(codes.name(CodeListName.CARE_NEED, need) for need in visit.needs),
        ),
    ]
    return [(name, value) for name, value in facts if value]


def past_facts(past: Sequence[PastCorrection], zone: str) -> list[Fact]:
    """Return when what was completed or corrected, by whom and why; fields, never values."""
    return [
        (
            f"{event.occurred_at.astimezone(ZoneInfo(zone)):%m-%d %H:%M}",
            "　".join(
                filter(
                    None,
                    (
                        f"{'补充' if event.is_completion else '更正'}：{event.fields}",
                        event.by,
                        event.reason,
                    ),
                )
            ),
        )
        for event in past
    ]


def material_facts(visit: VisitRecord) -> list[Fact]:
    """Return the papers that were handed in."""
    return [
        (
            "原件" if material.is_original else "复印件",
            f"{material.name} {material.copies} 份 {material.pages} 页",
        )
        for material in visit.materials
    ]


def person_words(person: PersonRecord) -> PersonWords:
    """Return a person with everything that identifies them hidden."""
    hidden = [
        HiddenField("姓名", "name", mask_name(person.name or "")),
        HiddenField(
            "证件号码", "document_number", mask_document_number(person.document_number or "")
        ),
        HiddenField("电话", "phone", mask_phone(person.phone or "")),
        HiddenField("住址", "address", mask_address(person.address or "")),
    ]
    facts = [
        ("组织", person.organisation_name or ""),
        ("性别", codes.name(CodeListName.SEX, person.sex)),
        ("民族", codes.name(CodeListName.NATION, person.nation)),
        ("职业", codes.name(CodeListName.OCCUPATION, person.occupation)),
    ]
    return PersonWords(
        person.person_id,
        PersonRole(person.role).label,
        tuple((name, value) for name, value in facts if value),
        tuple(field for field in hidden if field.masked),
    )
