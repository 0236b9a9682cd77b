"""County, city, province: which columns go up, and how far (`resources/upward.csv`).

Only what is listed leaves the county (PIPL Art. 6: no more than the purpose needs). A new column
stays below until somebody lists it. Documents, telephone numbers and addresses of persons are not
listed, nor is the restricted stream ever published (条例 Art. 30).
"""

import csv
from enum import StrEnum
from functools import cache

from reception_desk.config import resource


class Level(StrEnum):
    """Where a centre stands; a county's is the one that desks write to."""

    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"

    @property
    def label(self) -> str:
        """Chinese name."""
        return {"county": "县级", "city": "市级", "province": "省级"}[self.value]

    @property
    def above(self) -> "Level | None":
        """The level that this one publishes to."""
        return {"county": Level.CITY, "city": Level.PROVINCE}.get(self.value)


@cache
def columns_at(level: Level) -> dict[str, tuple[str, ...]]:
    """Return {table: columns} that may stand at a city or a province."""
    reaching = {Level.CITY: {"city", "province"}, Level.PROVINCE: {"province"}}[level]
    found: dict[str, tuple[str, ...]] = {}
    with resource("upward.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["up_to"] in reaching:
                found[row["table"]] = (*found.get(row["table"], ()), row["column"])
    return found
