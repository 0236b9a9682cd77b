"""更正: what a registration filled in afterwards changes, field by field.

Only what changed is told, so that two windows that work on different fields of one visit never
undo each other. To fill an empty field completes the registration; to change what was given
corrects it and needs a reason (PIPL Art. 46; 条例 Art. 22).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from reception_desk.records.visit import MaterialInput, PersonInput, VisitInput


class Subject(StrEnum):
    """The part of a registration that a change is about."""

    VISIT = "visit"
    PERSON = "person"
    MATERIAL = "material"
    NEED = "visit_need"
    MATTER = "visit_matter"


@dataclass(frozen=True, slots=True)
class Change:
    """A field with its value before and after.

    With an empty `field` a whole part is added (`before` is None) or withdrawn (`after` is None).
    `key` is the id of the person or material, the code of a need, the visit's own being "".
    `leads`: the added person is the petitioner and stands before the others.
    """

    subject: Subject
    field: str
    before: Any
    after: Any
    key: str = ""
    leads: bool = False

    @property
    def is_completion(self) -> bool:
        """Whether nothing was given before."""
        return not self.before

    @property
    def label(self) -> str:
        """The field's name on screen."""
        return _LABELS[self.subject][self.field]

    def turned_round(self) -> "Change":
        """Return the change that takes this one back.

        A person comes back as the row stands then, not with the values of before.
        """
        again = self.before
        if isinstance(again, PersonInput):
            again = PersonInput(role=again.role, person_id=self.key)
        return replace(self, before=self.after, after=again)


_LABELS = {
    Subject.VISIT: {
        "head_count": "来访人数",
        "claim": "诉求",
        "facts": "事实与理由",
        "purpose": "信访目的",
        "matter_class": "事项类别",
        "category": "内容分类",
        "place_code": "问题属地",
        "respondent": "被反映方",
        "earlier_handling": "此前办理",
        "is_oral": "口头陈述",
        "read_back_at": "宣读确认",
        "outcome": "接访结果",
        "outcome_note": "说明",
        "target_unit_id": "去向单位",
        "privacy_notice": "个人信息处理告知",
        "is_anonymous": "匿名",
        "is_unclear": "地址不清",
        "delivery_way": "送达方式",
        "delivery_address": "送达地址",
    },
    Subject.PERSON: {
        "": "来访人",
        "role": "身份",
        "name": "姓名",
        "sex": "性别",
        "nation": "民族",
        "birth_date": "出生日期",
        "document_type": "证件类型",
        "document_number": "证件号码",
        "document_valid_until": "证件有效期",
        "phone": "联系电话",
        "address": "住址",
        "division_code": "住址所在地",
        "occupation": "职业",
        "workplace": "工作单位",
        "organisation_name": "单位名称",
    },
    Subject.MATERIAL: {
        "": "提交材料",
        "name": "材料名称",
        "pages": "材料页数",
        "copies": "材料份数",
        "is_original": "材料原件",
    },
    Subject.NEED: {"": "需要的帮助"},
    Subject.MATTER: {"matter_id": "所属事项"},
}
"""What may be changed at all: time of arrival, number and query code are not among it."""


def fields_of(subject: Subject) -> tuple[str, ...]:
    """Return the fields of a part that may be changed."""
    return tuple(name for name in _LABELS[subject] if name)


def changes_between(before: VisitInput, after: VisitInput) -> tuple[Change, ...]:
    """Return what turns one state of a registration into the other, in the order of the form.

    A person or material is the same when its id is; one without an id is new.
    """
    return (
        *_persons(before.persons, after.persons),
        *_differing(Subject.VISIT, before, after),
        *_needs(before.needs, after.needs),
        *_materials(before.materials, after.materials),
        *_matter(before.matter_id, after.matter_id),
    )


def needs_reason(changes: Iterable[Change]) -> bool:
    """Tell whether something already given is changed."""
    return any(not change.is_completion for change in changes)


def labels(changes: Iterable[Change]) -> str:
    """Return the names of the changed fields, each once: 联系电话、住址."""
    return "、".join(dict.fromkeys(change.label for change in changes))


def in_words(changes: Iterable[Change]) -> str:
    """Return what is completed and what corrected, without any value: 补充联系电话；更正诉求."""
    told = tuple(changes)
    completed = labels(change for change in told if change.is_completion)
    corrected = labels(change for change in told if not change.is_completion)
    parts = (f"补充{completed}" if completed else "", f"更正{corrected}" if corrected else "")
    return "；".join(filter(None, parts))


def _differing(subject: Subject, before: Any, after: Any, key: str = "") -> Iterator[Change]:
    for name in fields_of(subject):
        old, new = getattr(before, name), getattr(after, name)
        if (old or None) != (new or None):
            yield Change(subject, name, old, new, key)


def _persons(before: tuple[PersonInput, ...], after: tuple[PersonInput, ...]) -> Iterator[Change]:
    known = {person.person_id: person for person in before if person.person_id}
    kept: set[str | None] = set()
    for place, person in enumerate(after):
        if person.person_id in known and person.person_id not in kept:
            kept.add(person.person_id)
            key = person.person_id or ""
            yield from _differing(Subject.PERSON, known[person.person_id], person, key)
        else:
            key = person.person_id or ""
            yield Change(Subject.PERSON, "", None, person, key, leads=place == 0)
    for person_id, person in known.items():
        if person_id not in kept:
            yield Change(Subject.PERSON, "", person, None, person_id or "")


def _needs(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Change]:
    for need in dict.fromkeys(after):
        if need not in before:
            yield Change(Subject.NEED, "", None, need, need)
    for need in dict.fromkeys(before):
        if need not in after:
            yield Change(Subject.NEED, "", need, None, need)


def _materials(
    before: tuple[MaterialInput, ...], after: tuple[MaterialInput, ...]
) -> Iterator[Change]:
    known = {paper.material_id: paper for paper in before if paper.material_id}
    kept = {paper.material_id for paper in after}
    for paper in after:
        if paper.material_id in known:
            key = paper.material_id or ""
            yield from _differing(Subject.MATERIAL, known[paper.material_id], paper, key)
        else:
            yield Change(Subject.MATERIAL, "", None, paper)
    for material_id, paper in known.items():
        if material_id not in kept:
            yield Change(Subject.MATERIAL, "", paper, None, material_id or "")


def _matter(before: str | None, after: str | None) -> Iterator[Change]:
    if before != after:
        yield Change(Subject.MATTER, "matter_id", before, after)
