"""What printed papers say: plain values, masked and worded by the caller.

Times are in the hall's zone. An empty string, `None` or an empty tuple means "not given" and is
printed as 未提供 or left blank, as the paper asks.
"""

from dataclasses import dataclass
from datetime import date, datetime

from reception_desk.records.signature import Handwriting


@dataclass(frozen=True, slots=True)
class Office:
    """The hall that issues the paper and how to reach it; `seal_line` names the seal to press."""

    hall: str
    address: str = ""
    phone: str = ""
    website: str = ""
    supervision_phone: str = ""
    seal_line: str = "信访业务专用章"


@dataclass(frozen=True, slots=True)
class TicketSlipData:
    """号票: a number just taken; `minutes` is the wait to expect, None while unknown."""

    office: Office
    number: str
    issued_at: datetime
    ahead: int
    minutes: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class PaperPerson:
    """The petitioner as shown on a paper; number and phone are already masked on copies."""

    name: str = ""
    sex: str = ""
    ethnic_group: str = ""
    born: date | None = None
    id_kind: str = ""
    id_number: str = ""
    address: str = ""
    phone: str = ""
    occupation: str = ""


@dataclass(frozen=True, slots=True)
class PaperMaterial:
    """A paper the visitor handed in; `kind` is 原件 or 复印件."""

    name: str
    copies: int = 1
    pages: int = 0
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ReceivedMaterial:
    """A line of the list: `kind` is 原件 or 复印件; an original may go back to the visitor.

    `returned_on` is the day it did.
    """

    name: str
    pages: int
    copies: int = 1
    kind: str = ""
    is_to_return: bool = False
    returned_on: date | None = None


@dataclass(frozen=True, slots=True)
class MaterialsListData:
    """材料接收清单: what was handed in, signed by both sides; one copy each."""

    office: Office
    registration_number: str
    received_on: date
    name: str = ""
    receptionist: str = ""
    materials: tuple[ReceivedMaterial, ...] = ()


@dataclass(frozen=True, slots=True)
class FilePaper:
    """A line of 卷内目录; `problem` says why the paper itself is not in the file."""

    title: str
    kind: str
    pages: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FileIndexData:
    """卷内目录: the papers in their order."""

    hall: str
    number: str
    papers: tuple[FilePaper, ...]


@dataclass(frozen=True, slots=True)
class VolumePaper:
    """A line of the index of a volume: `number` 文号, `author` 责任者, `pages` its own pages.

    `problem` says why the paper itself is not in the volume.
    """

    number: str
    author: str
    title: str
    day: date | None
    pages: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class VolumeIndexData:
    """The index of a volume of a matter's file, papers in their order; `title` 案卷题名."""

    fonds: str
    title: str
    number: str
    papers: tuple[VolumePaper, ...]


@dataclass(frozen=True, slots=True)
class PaperSignature:
    """A signature given on a screen; `mark` begins the SHA-256 of the words that were signed."""

    ink: Handwriting
    signed_at: datetime
    mark: str


@dataclass(frozen=True, slots=True)
class RegistrationFormData:
    """来访事项登记单 (条例 Art. 22); `representatives` are at most five (Art. 20)."""

    office: Office
    registration_number: str
    visited_at: datetime
    window: str = ""
    receptionist: str = ""
    person: PaperPerson = PaperPerson()
    head_count: int = 1
    is_collective: bool = False
    representatives: tuple[str, ...] = ()
    is_repeat: bool = False
    previous_number: str = ""
    purpose: str = ""
    category: str = ""
    place: str = ""
    unit_concerned: str = ""
    facts: str = ""
    requests: tuple[str, ...] = ()
    earlier_offices: str = ""
    earlier_result: str = ""
    legal_proceedings: str = ""
    materials: tuple[PaperMaterial, ...] = ()
    is_oral: bool = False
    handled_at_once: str = ""
    proposal: str = ""
    review: str = ""
    destination: str = ""
    time_limit: str = ""
    signature: PaperSignature | None = None


@dataclass(frozen=True, slots=True)
class ReceiptData:
    """来访回执 with 查询码告知 (条例 Art. 22).

    `inquiry_url` is what the QR code opens; empty means the code carries number and query code.
    `answer_by` is the legal date by which the office tells the visitor in writing; without it
    `answer_note` says why there is none.
    `provisional_number` stands on the first receipt of a visit registered away from the centre.
    `receipt_word` is there for who left neither telephone nor document number: asked for with the
    query code, and on no other paper.
    """

    office: Office
    registration_number: str
    query_code: str
    visited_at: datetime
    name: str = ""
    matter: str = ""
    material_count: int = 0
    material_pages: int = 0
    handling: str = ""
    destination: str = ""
    answer_by: date | None = None
    answer_note: str = ""
    inquiry_url: str = ""
    receptionist: str = ""
    provisional_number: str = ""
    receipt_word: str = ""
