"""Orders and answers as plain values, for the line between desk and recorder."""

from dataclasses import asdict
from typing import Any

from reception_desk.errors import InvalidInputError
from reception_desk.records.recording import (
    Alarm,
    AlarmKind,
    EndReason,
    Mark,
    RecordingLimits,
    RecordingMode,
    RecordingOrder,
    RecordingState,
    RecordingStatus,
    Source,
    SourceKind,
    TrackStanding,
)


def order_values(order: RecordingOrder) -> dict[str, Any]:
    """Return an order as plain values, passwords of cameras included."""
    return asdict(order)


def order_of(values: dict[str, Any]) -> RecordingOrder:
    """Return the order; raises `InvalidInputError` for what another version sent."""
    try:
        return RecordingOrder(
            session=values["session"],
            consent=values["consent"],
            mode=RecordingMode(values["mode"]),
            folder=values["folder"],
            sources=tuple(
                Source(**{**each, "kind": SourceKind(each["kind"])}) for each in values["sources"]
            ),
            seconds=values["seconds"],
            limits=RecordingLimits(**values["limits"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInputError(
            "录制程序与接访台的版本不同。", advice="请结束录制程序后重新启动接访台。"
        ) from error


def status_of(values: dict[str, Any]) -> RecordingStatus:
    """Return the standing that the recorder answered."""
    reason = values["end_reason"]
    return RecordingStatus(
        **{
            **values,
            "state": RecordingState(values["state"]),
            "tracks": tuple(TrackStanding(**each) for each in values["tracks"]),
            "alarms": tuple(
                Alarm(**{**each, "kind": AlarmKind(each["kind"])}) for each in values["alarms"]
            ),
            "end_reason": EndReason(reason) if reason else None,
        }
    )


def mark_of(values: dict[str, Any]) -> Mark:
    """Return the moment that the recorder put on record."""
    return Mark(**values)
