"""What is wrong now, and on record since when: raised, cleared, or noted as a single event."""

from collections.abc import Callable, Iterable

from reception_desk.recording.manifest import Manifest
from reception_desk.records.recording import Alarm, AlarmKind

NOTED_MS = 60_000
"""How long a single event stays in sight."""

News = tuple[AlarmKind, str, bool]
"""A kind, the title of a track, and whether it is so now."""


class Alarms:
    """Kept by the thread that writes; `present` may be read by any."""

    def __init__(self, manifest: Manifest, now: Callable[[], int]) -> None:
        self._manifest, self._now = manifest, now
        self._raised: dict[tuple[AlarmKind, str], Alarm] = {}
        self._noted: dict[tuple[AlarmKind, str], Alarm] = {}

    @property
    def present(self) -> tuple[Alarm, ...]:
        """Return what is wrong now, the oldest first."""
        recent = self._now() - NOTED_MS
        noted = [alarm for alarm in self._noted.copy().values() if alarm.since_ms >= recent]
        return tuple(
            sorted([*self._raised.copy().values(), *noted], key=lambda alarm: alarm.since_ms)
        )

    def raise_for(self, kind: AlarmKind, track: str) -> None:
        """Say that something is wrong from now on."""
        if (kind, track) not in self._raised:
            self._raised[kind, track] = Alarm(kind, track, self._now())
            self._manifest.append("alarm", alarm=kind.value, track=track, at_ms=self._now())

    def clear(self, kind: AlarmKind, tracks: Iterable[str]) -> None:
        """Say that it is well again."""
        for track in tracks:
            if self._raised.pop((kind, track), None):
                self._manifest.append("alarm_end", alarm=kind.value, track=track, at_ms=self._now())

    def clear_all(self) -> None:
        """Say so of everything: nothing is recorded now."""
        for kind, track in list(self._raised):
            self.clear(kind, [track])

    def note(self, kind: AlarmKind, track: str, **details: int) -> None:
        """Put a single event on record; many in a row are one."""
        last = self._noted.get((kind, track))
        self._noted[kind, track] = Alarm(kind, track, self._now())
        if last is None or self._now() - last.since_ms > NOTED_MS:
            values = {"alarm": kind.value, "track": track, "at_ms": self._now(), **details}
            self._manifest.append("event", **values)

    def take(self, news: Iterable[News]) -> None:
        """Take over what was seen on the disk."""
        for kind, track, is_so in news:
            if is_so:
                self.raise_for(kind, track)
            else:
                self.clear(kind, [track])
