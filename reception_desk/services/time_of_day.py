"""Times of the hall as they are kept: `08:30`, sortable text."""

from datetime import time


def write_time(moment: time) -> str:
    """Return hour and minute as they are kept."""
    return f"{moment:%H:%M}"


def read_time(text: str) -> time:
    """Return a time that was kept."""
    return time.fromisoformat(text)
