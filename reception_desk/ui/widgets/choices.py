"""Things to choose from and how typed letters find them."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry: `key` for the program, `title` and `detail` for the person.

    `keys` are further spellings that find it, lower case: pinyin initials, full pinyin, a code.
    """

    key: str
    title: str
    detail: str = ""
    keys: tuple[str, ...] = ()


def matching(choices: Iterable[Choice], typed: str, limit: int = 50) -> list[Choice]:
    """Return the choices that `typed` finds, best first; all of them for nothing typed.

    Order: the whole title, a key in full, the beginning of the title, the beginning of a key,
    a part of the title, a part of a key; equals keep the order of the list.
    """
    wanted = unicodedata.normalize("NFKC", typed).strip().lower()
    ranked: list[tuple[int, int, Choice]] = []
    for at, choice in enumerate(choices):
        rank = _rank(choice, wanted)
        if rank is not None:
            ranked.append((rank, at, choice))
    ranked.sort(key=lambda found: found[:2])
    return [choice for _rank, _at, choice in ranked[:limit]]


def _rank(choice: Choice, wanted: str) -> int | None:
    title = choice.title.lower()
    keys = (choice.key.lower(), *choice.keys)
    tests = (
        not wanted or title == wanted,
        wanted in keys,
        title.startswith(wanted),
        any(key.startswith(wanted) for key in keys),
        wanted in title,
        any(wanted in key for key in choice.keys),
    )
    return tests.index(True) if True in tests else None
