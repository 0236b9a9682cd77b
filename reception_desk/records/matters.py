"""信访事项 as lists, boards and its own page read them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from reception_desk.records.document import ScannedPageRecord
from reception_desk.records.scan_batches import FiledPaperRecord


class DueGroup(StrEnum):
    """Where a duty stands on the board; warnings run on the internal target."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"

    @property
    def label(self) -> str:
        """Chinese name."""
        return {"overdue": "已超期", "today": "今天要办", "soon": "三天内"}[self.value]


@dataclass(frozen=True, slots=True)
class DueLine:
    """A duty of an office that is late or near; `legal` is the last lawful day."""

    matter_id: str
    title: str
    number: str
    duty: str
    state: str
    unit_id: str | None
    unit_name: str
    clerk_name: str
    legal: date
    internal: date
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class DueCount:
    """How many duties of a unit or clerk are late, due today and due in three days."""

    key: str | None
    name: str
    overdue: int
    today: int
    soon: int


@dataclass(frozen=True, slots=True)
class DueBoard:
    """What is due on `today`: the sum, by unit, by clerk, and the first lines of a group."""

    today: date
    total: DueCount
    by_unit: tuple[DueCount, ...]
    by_clerk: tuple[DueCount, ...]
    lines: tuple[DueLine, ...]


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A line of the list of matters; `number` is that of its first visit."""

    matter_id: str
    title: str
    number: str
    registered_at: datetime
    state: str
    since: date
    unit_name: str
    clerk_name: str
    is_supervised: bool
    proposal: str | None
    refused: int
    next_legal: date | None
    next_internal: date | None


@dataclass(frozen=True, slots=True)
class MatterVisit:
    """A visit of the matter, as its page lists it."""

    visit_id: str
    number: str
    arrived_at: datetime
    names: tuple[str, ...]
    head_count: int
    relation: str


@dataclass(frozen=True, slots=True)
class MatterScan:
    """A paper handed in with one of the matter's visits, on file, or one page not filed yet."""

    visit_id: str
    visit_number: str
    scan: FiledPaperRecord | ScannedPageRecord

    @property
    def key(self) -> str:
        """The key of its row."""
        if isinstance(self.scan, FiledPaperRecord):
            return self.scan.paper_id
        return self.scan.page_id

    @property
    def filed(self) -> FiledPaperRecord | None:
        """The paper, None for a page that was not filed."""
        return self.scan if isinstance(self.scan, FiledPaperRecord) else None


@dataclass(frozen=True, slots=True)
class MatterPaper:
    """An issued paper of the matter or of one of its visits; `served_on` when it was served.

    Its PDF is `sha256` in the file store. `print_state` is the printers' latest answer, None before
    the first; `receipt_id` the 送达回证 made for it, None without one.
    """

    document_id: str
    kind: str
    title: str
    sha256: str
    number: str
    issued_at: datetime
    is_void: bool
    served_on: date | None
    print_state: str | None = None
    receipt_id: str | None = None


@dataclass(frozen=True, slots=True)
class MatterFilter:
    """What a list of matters shows; an empty field asks for nothing.

    `is_live` for matters on which an office still has something to do, `is_ended` for the others;
    `text` is part of a title or the beginning of a number.
    """

    states: frozenset[str] = frozenset()
    is_live: bool = False
    is_ended: bool = False
    unit_id: str | None = None
    clerk_id: str | None = None
    awaits_approval: bool = False
    is_supervised: bool = False
    has_refused: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter under a name; `is_shipped` ones cannot be taken away."""

    name: str
    filter: MatterFilter
    is_shipped: bool = False


@dataclass(frozen=True, slots=True)
class MatterHead:
    """What the page of a matter says above its steps; `place` and `category` are names."""

    matter_id: str
    title: str
    number: str
    registered_at: datetime
    matter_class: str
    category: str
    place: str
    claim: str
    facts: str
    respondent: str
    linked_title: str
