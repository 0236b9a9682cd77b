"""宣读: what was written down about a visit, as it is put before the person who said it."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadBack:
    """The words of a registration in the order they are read; name and phone are masked.

    `number` is "" while the visit is not registered yet.
    """

    number: str
    name: str
    phone: str
    head_count: int
    respondent: str
    requests: tuple[str, ...]
    facts: tuple[str, ...]
    materials: tuple[str, ...]

    def sections(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return headings with their lines; what nobody said is told, so that it can be missed."""
        heads = f"共 {self.head_count} 人" if self.head_count > 1 else "1 人"
        person = "　".join(filter(None, (self.name or "未提供姓名", self.phone, heads)))
        return (
            ("来访人", (person,)),
            ("您的请求", _numbered(self.requests) or ("还没有写。",)),
            ("事实与理由", self.facts or ("没有写。",)),
            *((("反映的单位或个人", (self.respondent,)),) if self.respondent else ()),
            ("交来的材料", self.materials or ("没有交材料。",)),
        )

    def as_text(self) -> str:
        """Return what is shown, word for word."""
        return "\n".join(
            line for heading, lines in self.sections() for line in (f"【{heading}】", *lines)
        )

    @property
    def digest(self) -> str:
        """The SHA-256 of these words: an answer counts for them and for no others."""
        return hashlib.sha256(self.as_text().encode()).hexdigest()


def _numbered(requests: tuple[str, ...]) -> tuple[str, ...]:
    if len(requests) < 2:
        return requests
    return tuple(f"{place}. {words}" for place, words in enumerate(requests, 1))
