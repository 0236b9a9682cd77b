"""Code lists as choices of the screen, with the pinyin initials that find them."""

from datetime import date

from reception_desk.rules.codes import code_list
from reception_desk.ui.widgets.choices import Choice


def choices_of(name: str) -> list[Choice]:
    """Return the entries in force today of a code list of `resources/codes`."""
    today = date.today()  # noqa: DTZ011 - the office's own calendar day
    return [
        Choice(entry.code, entry.name, keys=entry.initials)
        for entry in code_list(name).entries(today)
    ]


def tags_of(name: str) -> list[tuple[str, str]]:
    """Return (code, name) of a short list."""
    return [(choice.key, choice.title) for choice in choices_of(name)]
