"""The units of the county and the stream of rows each may see (`resources/units.csv`)."""

import csv
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cache

from reception_desk.config import resource

SHARED_STREAM = 1
"""Units, accounts, code lists and calendar: every desk of the county sees them."""
RESTRICTED_STREAM = 2
"""检举控告 (条例 Art. 30): only logins made for it."""
BUREAU_STREAM = 10
"""The petition bureau with its sections."""

BUREAU_CODE = "XFJ"


class UnitKind(StrEnum):
    """What a unit is; routing rules look at it."""

    BUREAU = auto()
    SECTION = auto()
    TOWN = auto()
    PARTY = auto()
    DISCIPLINE = auto()
    ASSEMBLY = auto()
    JUSTICE = auto()
    GOVERNMENT = auto()
    PEOPLES_ORGANISATION = auto()
    INSTITUTION = auto()
    ENTERPRISE = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return _LABELS[self]


_LABELS = {
    UnitKind.BUREAU: "信访局",
    UnitKind.SECTION: "科室",
    UnitKind.TOWN: "乡镇（区）",
    UnitKind.PARTY: "党委部门",
    UnitKind.DISCIPLINE: "纪检监察",
    UnitKind.ASSEMBLY: "人大、政协",
    UnitKind.JUSTICE: "政法机关",
    UnitKind.GOVERNMENT: "政府部门",
    UnitKind.PEOPLES_ORGANISATION: "群团组织",
    UnitKind.INSTITUTION: "事业单位",
    UnitKind.ENTERPRISE: "企业",
}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A shipped unit; `parent` is the code of the unit it is part of, "" for none."""

    code: str
    name: str
    initials: tuple[str, ...]
    short_name: str
    kind: UnitKind
    parent: str
    division_code: str
    stream: int


@cache
def load_units() -> tuple[UnitRow, ...]:
    """Return the units of the model county 孝昌县, a parent before its sections."""
    with resource("units.csv").open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            UnitRow(
                code=row["code"],
                name=row["name"],
                initials=tuple(row["initials"].split()),
                short_name=row["short_name"],
                kind=UnitKind(row["kind"]),
                parent=row["parent"],
                division_code=row["division_code"],
                stream=int(row["stream"]),
            )
            for row in csv.DictReader(file)
        )
