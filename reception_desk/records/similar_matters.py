"""Which matters on record may be the one a visitor comes with: offered, never assumed."""

from dataclasses import dataclass
from datetime import date

from reception_desk.records.document import DocumentKind
from reception_desk.records.visit import MatterHint


@dataclass(frozen=True, slots=True)
class Sought:
    """What the form says so far of the visit that is being registered.

    `person_ids` and `document_numbers` are those of the petitioners, signers and representatives
    alike; `has_agent` when somebody speaks for them. `visit_id` is set when a registered visit is
    corrected: it is not compared with itself.
    """

    person_ids: tuple[str, ...] = ()
    document_numbers: tuple[str, ...] = ()
    has_agent: bool = False
    category: str = ""
    place_code: str = ""
    respondent: str = ""
    claim: str = ""
    visit_id: str = ""


@dataclass(frozen=True, slots=True)
class Standstill:
    """Why a matter is not taken a second time, and the paper that says so.

    `last_day` is the unit's, None where none is owed any more.
    """

    sentence: str
    article: str
    paper: DocumentKind
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class SimilarMatter:
    """A matter with the sentences why it may be the same one, the strongest first."""

    hint: MatterHint
    reasons: tuple[str, ...]
    standstill: Standstill | None = None
