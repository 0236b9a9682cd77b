"""What of a session may be recorded: the newest answer of every person who has to be asked.

个人信息保护法 Art. 13(1)(1), 14 to 16: consent is given beforehand, by each person, for what was
told, and withdrawn at any time; to decline changes nothing in the reception. The strictest answer
decides for all, because one microphone hears everybody.
"""

from collections.abc import Collection, Iterable
from enum import StrEnum, auto

from reception_desk.records.recordings import AnswerRecord, ConsentAnswer


class Permitted(StrEnum):
    """What a recorder may write."""

    NOTHING = auto()
    SOUND = auto()
    PICTURE_AND_SOUND = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {
            "nothing": "不录音录像",
            "sound": "只录音",
            "picture_and_sound": "录音录像",
        }[self.value]


class Demand(StrEnum):
    """What a recording that runs has to do about the answers of those in the room."""

    GO_ON = auto()
    PAUSE = auto()
    STOP = auto()


_STRICTNESS = (
    ConsentAnswer.AGREES,
    ConsentAnswer.SOUND_ONLY,
    ConsentAnswer.DECLINES,
    ConsentAnswer.WITHDRAWN,
)
_ALLOWS = {
    ConsentAnswer.AGREES: Permitted.PICTURE_AND_SOUND,
    ConsentAnswer.SOUND_ONLY: Permitted.SOUND,
}


def newest(answers: Iterable[AnswerRecord]) -> dict[str, AnswerRecord]:
    """Return each person's newest answer; of two at the same moment the stricter one."""
    found: dict[str, AnswerRecord] = {}
    for answer in sorted(answers, key=_age):
        found[answer.participant_id] = answer
    return found


def permitted(asked: Collection[str], answers: Iterable[AnswerRecord]) -> Permitted:
    """Return what may be recorded while the persons `asked` are in the room.

    Nobody asked, one who has not answered, one who declined or withdrew: nothing.
    """
    latest = newest(answers)
    said = [latest[key].answer if key in latest else ConsentAnswer.DECLINES for key in asked]
    allowed = [_ALLOWS.get(answer, Permitted.NOTHING) for answer in said]
    return min(allowed, key=list(Permitted).index, default=Permitted.NOTHING)


def demanded(
    asked: Collection[str], answers: Iterable[AnswerRecord], *, has_picture: bool
) -> tuple[Demand, tuple[str, ...]]:
    """Return what a running recording has to do, and because of whose answers.

    One in the room who agreed to less than is recorded ends it: PIPL Art. 15, a consent is
    withdrawn as easily as it was given. One who has not answered yet, or nobody there to agree,
    lets it rest until somebody is asked.
    """
    latest = newest(answers)
    needed = Permitted.PICTURE_AND_SOUND if has_picture else Permitted.SOUND
    order = list(Permitted)
    against = tuple(
        key
        for key in asked
        if key in latest
        and order.index(_ALLOWS.get(latest[key].answer, Permitted.NOTHING)) < order.index(needed)
    )
    if against:
        return Demand.STOP, against
    waiting = tuple(key for key in asked if key not in latest)
    if waiting or not asked:
        return Demand.PAUSE, waiting
    return Demand.GO_ON, ()


def unanswered(asked: Iterable[str], answers: Iterable[AnswerRecord]) -> tuple[str, ...]:
    """Return who has still to be asked."""
    latest = newest(answers)
    return tuple(participant_id for participant_id in asked if participant_id not in latest)


def _age(answer: AnswerRecord) -> tuple[object, int, str]:
    return answer.answered_at, _STRICTNESS.index(answer.answer), answer.answer_id
