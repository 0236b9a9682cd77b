"""三跨三分离: facts of a matter that more than one unit has to do with, and those units."""

from dataclasses import dataclass
from enum import StrEnum, auto


class MatterTrait(StrEnum):
    """What of a matter is apart or crosses a border (national field `sksflbz`)."""

    CROSSES_REGIONS = auto()
    CROSSES_DEPARTMENTS = auto()
    CROSSES_TRADES = auto()
    HOUSEHOLD_APART = auto()
    PLACE_APART = auto()
    BOTH_APART = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {
            "crosses_regions": "跨地区",
            "crosses_departments": "跨部门",
            "crosses_trades": "跨行业",
            "household_apart": "人户分离",
            "place_apart": "人事分离",
            "both_apart": "人事户分离",
        }[self.value]


class UnitPart(StrEnum):
    """What a unit does on a joint matter."""

    LEAD = auto()
    SUPPORT = auto()


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A row that gives a unit its part; rows of two desks are ordered by their keys."""

    row_id: str
    unit_id: str
    part: str


@dataclass(frozen=True, slots=True)
class JointInput:
    """How a matter shall stand from now on."""

    traits: tuple[MatterTrait, ...] = ()
    lead_unit_id: str = ""
    support_unit_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JointUnit:
    """A unit by its short name."""

    unit_id: str
    name: str


@dataclass(frozen=True, slots=True)
class JointMatter:
    """How a matter stands: its traits, who leads (主办) and who supports (协办)."""

    traits: tuple[MatterTrait, ...] = ()
    lead: JointUnit | None = None
    supports: tuple[JointUnit, ...] = ()

    @property
    def is_joint(self) -> bool:
        """Whether anything of it is on record."""
        return bool(self.traits or self.lead or self.supports)
