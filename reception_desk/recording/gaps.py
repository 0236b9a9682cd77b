"""What is missing and why: a gap is on record the moment it begins, and once more when it ends."""

from collections.abc import Callable

from reception_desk.recording.manifest import Manifest
from reception_desk.records.recording import GapReason

WHOLE = -1
"""Stands for all sources: a pause, or a recorder that died."""


class Gaps:
    """The gaps that are open, by the number of the source."""

    def __init__(self, manifest: Manifest, titles: Callable[[int], list[str]]) -> None:
        self._manifest = manifest
        self._titles = titles
        self._open: dict[int, int] = {}
        for line in manifest.of_kind("gap", "gap_end"):
            if line["kind"] == "gap":
                self._open[line["source"]] = line["n"]
            else:
                self._open.pop(line["source"], None)

    def begin(self, source: int, reason: GapReason, from_ms: int, words: str = "") -> None:
        """Put a gap on record unless one is open there already."""
        if source in self._open:
            return
        line = self._manifest.append(
            "gap",
            source=source,
            tracks=self._titles(source),
            reason=reason.value,
            from_ms=max(0, from_ms),
            words=words,
        )
        self._open[source] = line["n"]

    def end(self, source: int, to_ms: int) -> None:
        """Say that the gap is over, if one is open."""
        began = self._open.pop(source, None)
        if began is not None:
            self._manifest.append("gap_end", source=source, gap=began, to_ms=max(0, to_ms))

    def end_all(self, to_ms: int) -> None:
        """Say so of every open gap: the recording ends here."""
        for source in list(self._open):
            self.end(source, to_ms)
