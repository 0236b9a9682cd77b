"""How large the measurement is and where its files stand."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Plan:
    """`persons` on record in the large file, with twice as many visits.

    `faults` is how many rounds a campaign of faults has, `seed` which of them. A quick plan checks
    that everything runs; its figures mean little.
    """

    work: Path
    persons: int = 1_000_000
    is_quick: bool = False
    faults: int = 100
    seed: int = 1

    def rounds(self, full: int) -> int:
        """Return how often to repeat something that is done `full` times in a full run."""
        return max(1, full // 100) if self.is_quick else full

    def dpi(self, full: int) -> int:
        """Return how fine the pages are drawn that have `full` dots an inch in a full run."""
        return full // 2 if self.is_quick else full

    def rows(self, full: int) -> int:
        """Return how many rows stand for `full` rows."""
        return max(200, full // 500) if self.is_quick else full
