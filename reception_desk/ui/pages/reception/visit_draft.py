"""An open tab as plain values: what the form holds, as draft JSON and as a registration."""

from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, date, datetime
from typing import Any

from reception_desk.records.visit import (
    Channel,
    MaterialInput,
    PersonInput,
    PersonRole,
    VisitInput,
)
from reception_desk.rules.completeness import Registration
from reception_desk.rules.corrections import Change, changes_between

VISIT_FORM = "200"
RESIDENT_CARD = "111"


@dataclass(slots=True)
class PersonDraft:
    """A person as it stands in the form; dates are text, as typed or `2026-11-23`."""

    role: str = PersonRole.MAIN.value
    person_id: str = ""
    name: str = ""
    sex: str = ""
    nation: str = ""
    birth_date: str = ""
    document_type: str = RESIDENT_CARD
    document_number: str = ""
    document_valid_until: str = ""
    phone: str = ""
    address: str = ""
    division_code: str = ""
    occupation: str = ""
    workplace: str = ""
    organisation_name: str = ""

    @property
    def is_empty(self) -> bool:
        given = (self.name, self.document_number, self.phone, self.address, self.organisation_name)
        return not any(given)

    def to_input(self) -> PersonInput:
        """Return the person to register; empty text means not given."""
        given: dict[str, Any] = {
            name: value or None for name, value in asdict(self).items() if name != "role"
        }
        for name in ("birth_date", "document_valid_until"):
            given[name] = _day(given[name])
        if not self.document_number:
            given["document_type"] = None
        return PersonInput(role=PersonRole(self.role), **given)


@dataclass(slots=True)
class VisitDraft:
    """Everything a tab holds; `caret` is the field that had the focus and the place in it.

    `confirmed` is the digest of the words the petitioner confirmed on their screen.
    A correction has the id of its visit in `corrects`, what stood in the form when it was opened
    in `opened`, and the clerk's `reason`. A registration for a number of the queue names it.
    """

    draft_id: str
    arrived_at: str
    persons: list[PersonDraft] = field(default_factory=lambda: [PersonDraft()])
    head_count: int = 1
    claim: str = ""
    to_complete: bool = False
    facts: str = ""
    channel: str = Channel.WALK_IN.value
    purpose: str = ""
    matter_class: str = ""
    category: str = ""
    place_code: str = ""
    respondent: str = ""
    earlier_handling: str = ""
    is_oral: bool = False
    read_back_at: str = ""
    confirmed: str = ""
    needs: list[str] = field(default_factory=list)
    materials: list[MaterialInput] = field(default_factory=list)
    matter_id: str = ""
    matter_title: str = ""
    outcome: str = ""
    outcome_note: str = ""
    route: list[str] = field(default_factory=list)
    target_unit_id: str = ""
    delivery_way: str = ""
    delivery_address: str = ""
    privacy_notice: str = ""
    is_anonymous: bool = False
    is_unclear: bool = False
    caret: list[Any] = field(default_factory=list)
    corrects: str = ""
    opened: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    ticket_id: str = ""
    ticket_number: str = ""

    @classmethod
    def begin(cls, draft_id: str) -> "VisitDraft":
        """Return the draft of a visitor who sits down now."""
        return cls(draft_id, datetime.now(UTC).isoformat(timespec="milliseconds"))

    @classmethod
    def from_json(cls, draft_id: str, content: dict[str, Any]) -> "VisitDraft":
        """Return a kept draft; fields this program does not know are left out."""
        known = {item.name for item in fields(cls)} - {"draft_id", "persons", "materials"}
        draft = cls(draft_id, **{name: value for name, value in content.items() if name in known})
        draft.opened = dict(draft.opened)
        draft.persons = [PersonDraft(**values) for values in content.get("persons", [{}])]
        draft.materials = [MaterialInput(**values) for values in content.get("materials", [])]
        return draft

    def to_json(self) -> dict[str, Any]:
        """Return plain values for the draft table."""
        content = asdict(self)
        del content["draft_id"]
        return content

    def changes(self) -> tuple[Change, ...]:
        """Return what a correction changes in the registration it was opened from."""
        if not self.corrects:
            return ()
        return changes_between(self.as_opened().to_input(), self.to_input())

    def as_opened(self) -> "VisitDraft":
        """Return the form as it was when the correction was opened."""
        return VisitDraft.from_json(self.draft_id, self.opened)

    @property
    def main(self) -> PersonDraft:
        return self.persons[0]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered that would be lost."""
        untouched = VisitDraft(
            self.draft_id, self.arrived_at, caret=self.caret,
            ticket_id=self.ticket_id, ticket_number=self.ticket_number,
        )  # fmt: skip
        return self == untouched

    def to_input(self) -> VisitInput:
        """Return the registration; a person about whom nothing was entered is left out."""
        given: dict[str, Any] = {
            item.name: getattr(self, item.name)
            for item in fields(VisitInput)
            if item.name in VisitDraft.__dataclass_fields__
        }
        optional = {name: value or None for name, value in given.items() if value == ""}
        return replace(
            VisitInput(**{**given, **optional, **self._required()}),
            persons=tuple(person.to_input() for person in self.persons if not person.is_empty),
            needs=tuple(self.needs),
            route=tuple(self.route),
            materials=tuple(self.materials),
            read_back_at=datetime.fromisoformat(self.read_back_at) if self.read_back_at else None,
        )

    def _required(self) -> dict[str, Any]:
        arrived_at = datetime.fromisoformat(self.arrived_at)
        return {
            "arrived_at": arrived_at,
            "received_at": arrived_at,
            "channel": Channel(self.channel),
            "form": VISIT_FORM,
            "claim": self.claim,
            "facts": "\n".join(filter(None, (self.facts, *self._unread_dates()))),
            "to_complete": self.to_complete or not self.claim.strip(),
        }

    def _unread_dates(self) -> list[str]:
        """Return a line for each date that is none: what was typed goes on record as words."""
        return [
            f"（登记时填写的出生日期“{person.birth_date}”无法识别）"
            for person in self.persons
            if person.birth_date and _day(person.birth_date) is None and not person.is_empty
        ]

    def to_check(self) -> Registration:
        """Return what `rules.completeness` looks at."""
        return Registration(
            arrived_at=datetime.fromisoformat(self.arrived_at),
            head_count=self.head_count,
            claim=self.claim,
            to_complete=self.to_complete or not self.claim.strip(),
            name=self.main.name or self.main.organisation_name,
            is_anonymous=self.is_anonymous,
            is_unclear=self.is_unclear,
            phone=self.main.phone,
            document_number=self.main.document_number,
            address=self.main.address,
            representatives=sum(
                person.role == PersonRole.REPRESENTATIVE.value for person in self.persons
            ),
            is_oral=self.is_oral,
            read_back_at=datetime.fromisoformat(self.read_back_at) if self.read_back_at else None,
            matter_class=self.matter_class,
            category=self.category,
            place_code=self.place_code,
            privacy_notice=self.privacy_notice,
        )


def _day(text: str | None) -> date | None:
    """Return the date a field holds, or None for what is no date."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
