"""What a search found, as lines to choose from; persons masked."""

from zoneinfo import ZoneInfo

from reception_desk.records.visit import PersonHit, VisitHit
from reception_desk.rules import codes
from reception_desk.rules.codes import CodeListName
from reception_desk.rules.masking import mask_document_number, mask_name, mask_phone
from reception_desk.services.search import SearchResult
from reception_desk.ui.widgets.choices import Choice

_PERSON, _VISIT = "person:", "visit:"


def result_choices(result: SearchResult, zone: ZoneInfo) -> list[Choice]:
    """Return persons first, then visits."""
    return [_person_choice(hit) for hit in result.persons] + [
        _visit_choice(hit, zone) for hit in result.visits
    ]


def person_of(key: str) -> str | None:
    """Return the person a choice stands for, None for a visit."""
    return key.removeprefix(_PERSON) if key.startswith(_PERSON) else None


def visit_of(key: str) -> str | None:
    """Return the visit a choice stands for, None for a person."""
    return key.removeprefix(_VISIT) if key.startswith(_VISIT) else None


def _person_choice(hit: PersonHit) -> Choice:
    parts = (
        codes.name(CodeListName.SEX, hit.sex),
        f"{hit.birth_date:%Y} 年生" if hit.birth_date else "",
        mask_document_number(hit.document_number or ""),
        mask_phone(hit.phone or ""),
    )
    return Choice(
        _PERSON + hit.person_id,
        mask_name(hit.name or "") or "未提供姓名",
        " · ".join(part for part in parts if part),
    )


def _visit_choice(hit: VisitHit, zone: ZoneInfo) -> Choice:
    arrived = f"{hit.arrived_at.astimezone(zone):%Y-%m-%d}"
    told = f"{hit.paper}：{hit.excerpt}" if hit.paper else hit.summary
    return Choice(_VISIT + hit.visit_id, hit.number, f"{arrived} {told}".strip())
