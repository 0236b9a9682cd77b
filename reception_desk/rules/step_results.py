"""What a step may come to: the opinion (条例 Art. 32), the review and the recheck (Art. 35, 36)."""

from collections.abc import Mapping
from types import MappingProxyType

from reception_desk.rules import codes
from reception_desk.rules.codes import CodeListName
from reception_desk.rules.transition import Event

_UPHELD, _REVOKED, _CHANGED = ("1", "维持"), ("2", "撤销"), ("3", "变更")
_DECISIONS: Mapping[Event, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        # A review that revokes sends the matter back: a step of its own (T28).
        Event.REVIEW_DECIDED: (_UPHELD, _CHANGED),
        Event.RECHECK_DECIDED: (_UPHELD, _REVOKED, _CHANGED),
    }
)


def result_choices(event: Event) -> tuple[tuple[str, str], ...]:
    """Return (code, name) of the results that a step of this kind may have."""
    if event is Event.OPINION_GIVEN:
        entries = codes.code_list(CodeListName.OPINION_RESULT).entries()
        return tuple((entry.code, entry.name) for entry in entries)
    return _DECISIONS.get(event, ())


def result_name(event: Event, code: str) -> str:
    """Return the name of a result, the code itself where this release does not know it."""
    return dict(result_choices(event)).get(code, code)
