"""One line of the doctor's report."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding matters; only `BROKEN` makes the command fail."""

    WELL = "ok"
    NOTE = "note"
    BROKEN = "broken"

    @property
    def label(self) -> str:
        return {"ok": "正常", "note": "注意", "broken": "问题"}[self.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what was found, what to do; never personal data."""

    subject: str
    level: Level
    found: str
    advice: str = ""

    def line(self) -> str:
        return f"[{self.level.label}] {self.subject}：{self.found}{self.advice}"

    def as_dict(self) -> dict[str, str]:
        return {
            "subject": self.subject,
            "level": self.level.value,
            "found": self.found,
            "advice": self.advice,
        }
