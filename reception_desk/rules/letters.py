"""来信: what makes a registration a letter, what a leader's reading must say, where it stands.

Leaders read letters as they receive visits (条例 Art. 18). A letter about litigation is forwarded
to the political and legal organs, a visit about it is guided there (Art. 22(2)).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from reception_desk.records.letters import LetterReading, ReadingInput
from reception_desk.rules.route_tree import QUESTIONS

LETTER_FORM = "100"
"""来信 in `resources/codes/visit_form.csv`."""
_FACE_TO_FACE = frozenset({"200", "700"})
"""来访 and 视频: everything else comes in writing or from afar and is treated as a letter."""
LITIGATION_WAYS = frozenset(
    way
    for question in QUESTIONS.values()
    for answer in question.answers
    if answer.by_letter
    for way in (answer.leads_to, answer.by_letter)
)
"""Ends of the legal-route helper that a visit is guided to and a letter is forwarded for."""


@dataclass(frozen=True, slots=True)
class LetterStanding:
    """Where a letter stands: its readings, the earliest day first."""

    readings: tuple[LetterReading, ...] = ()

    @property
    def is_read(self) -> bool:
        """Whether a leader has read it."""
        return bool(self.readings)

    @property
    def first_read_on(self) -> date | None:
        """The day of the first reading, None while it waits."""
        return self.readings[0].read_on if self.readings else None


def is_letter(form: str | None) -> bool:
    """Say whether what has this form (`visit_form`) came in writing; unknown counts as a visit."""
    return bool(form) and form not in _FACE_TO_FACE


def fold(readings: Iterable[LetterReading]) -> LetterStanding:
    """Return where a letter stands, in whatever order the readings are given."""
    ordered = sorted(readings, key=lambda one: (one.read_on, one.reading_id))
    return LetterStanding(tuple(ordered))


def refuse_days(arrived_on: date | None, posted_on: date | None, today: date) -> str:
    """Return the sentence that refuses the days of a letter, "" for days that may be."""
    if arrived_on is None:
        return "请写明收到来信的日期。"
    if arrived_on > today:
        return "收信日期晚于今天，请核对。"
    if posted_on is not None and posted_on > arrived_on:
        return "邮戳日期晚于收信日期，请核对。"
    return ""


def refuse_reading(asked: ReadingInput, arrived_on: date, today: date) -> str:
    """Return the sentence that refuses a reading, "" for a whole one.

    What is instructed is owed by somebody until a day: `rules/promises` asks for these.
    """
    if not asked.leader_id:
        return "请选择阅批领导。"
    if asked.read_on is None:
        return "请写明阅批日期。"
    if not arrived_on <= asked.read_on <= today:
        return "阅批日期要在收信日期和今天之间。"
    return ""
