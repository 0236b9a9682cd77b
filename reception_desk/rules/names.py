"""Names as people write, type and search them: cleaning, endings and every pinyin reading.

pypinyin reads surnames as common words (曾 ceng, 仇 chou), so each reading of a surname becomes
a key of its own; a clerk finds the person by whichever she types.
"""

import itertools
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from reception_desk.rules.surnames import COMPOUND_SURNAMES, SURNAME_READINGS

MAX_COMBINATIONS = 12
_LONG_NAME = 4

_UNIFIED = re.compile(r"[\u4E00-\u9FFF]+")
"""What nearly every name is made of: nothing to clean, no Latin, the same in every form."""
_COMPATIBILITY = re.compile(r"([\uF900-\uFAFF\U0002F800-\U0002FA1F]+)")
_INTERPUNCTS = str.maketrans(dict.fromkeys("•‧∙⋅・･", "·"))
_INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_LATIN = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class NameKeys:
    """Search keys in lower-case ASCII: `zhangsanfeng`, `zsf`, `zhangsf`."""

    full: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    mixed: tuple[str, ...] = ()

    def all(self) -> tuple[str, ...]:
        """Return every key once."""
        return _unique([*self.full, *self.initials, *self.mixed])


def clean_name(name: str) -> str:
    """Return the name without control and invisible characters, spaces collapsed, in NFC.

    Compatibility ideographs stay as they are: NFC would replace 﨑 by another character than
    the one on the card. Private-use and not yet assigned characters stay too.
    """
    if _UNIFIED.fullmatch(name):
        return name
    spaced = "".join(
        " " if character.isspace() else character.translate(_INTERPUNCTS)
        for character in name
        if character.isspace() or unicodedata.category(character) not in _INVISIBLE
    )
    parts = _COMPATIBILITY.split(spaced)
    parts[::2] = [unicodedata.normalize("NFC", part) for part in parts[::2]]
    return " ".join("".join(parts).split())


def search_form(text: str) -> str:
    """Return a name or a search term in the form of the keys: no spaces, dots or capitals."""
    return clean_name(text).replace(" ", "").replace("·", "").casefold()


def suffixes(name: str) -> tuple[str, ...]:
    """Return every ending of the name in `search_form`: any part of it begins one of them."""
    form = search_form(name)
    return tuple(form[start:] for start in range(len(form)))


def split_surname(name: str) -> tuple[str, str]:
    """Return surname and given name of a Chinese name; 欧阳修 has a surname of two."""
    size = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
    return name[:size], name[size:]


@lru_cache(maxsize=65536)
def name_keys(name: str) -> NameKeys:
    """Return the keys of all readings of the surname and the likely ones of the given name.

    At most `MAX_COMBINATIONS` readings, the usual ones first; names of more than four
    characters (organisations, transcribed names) vary in the first one only. ü stands as v and
    as u. A character without a known reading is left out of the keys.
    """
    words = clean_name(name).replace("·", " ").split()
    joined = "".join(words)
    if not joined:
        return NameKeys()
    if _latin(joined):
        return _latin_keys(words)
    size = len(split_surname(joined)[0])
    readings = _readings(joined)
    full = ["".join(syllables) for syllables in readings]
    initials = [_initials(syllables) for syllables in readings]
    mixed = ["".join(syllables[:size]) + _initials(syllables[size:]) for syllables in readings]
    return NameKeys(_with_u(full), _with_u(initials), _with_u(mixed))


def _readings(name: str) -> list[tuple[str, ...]]:
    """Return readings as syllables, one a character ("" where unknown), the usual ones first."""
    surname, given = split_surname(name)
    usual_only = len(name) > _LONG_NAME
    options = [character_readings(character) or ("",) for character in given]
    chosen = _fewest_rare_first([option[:1] if usual_only else option for option in options])
    combined = ((*first, *rest) for rest in chosen for first in _surname_readings(surname))
    return list(itertools.islice(combined, MAX_COMBINATIONS))


def _fewest_rare_first(options: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield one reading per character: all usual, then one rare at a time, then two, …"""
    usual = [option[0] for option in options]
    # Of a long name no place has a rare one; of n others there would be 2ⁿ choices without any.
    varying = [place for place, option in enumerate(options) if len(option) > 1]
    for count in range(len(varying) + 1):
        for places in itertools.combinations(varying, count):
            for rare in itertools.product(*(options[place][1:] for place in places)):
                syllables = usual.copy()
                for place, reading in zip(places, rare, strict=True):
                    syllables[place] = reading
                yield tuple(syllables)


@lru_cache(maxsize=4096)
def _surname_readings(surname: str) -> tuple[tuple[str, ...], ...]:
    if known := COMPOUND_SURNAMES.get(surname):
        return known
    readings = _unique([*SURNAME_READINGS.get(surname, ()), *character_readings(surname)])
    return tuple((reading,) for reading in readings or ("",))


def _initials(syllables: Iterable[str]) -> str:
    return "".join([syllable[:1] for syllable in syllables])


@lru_cache(maxsize=32768)
def character_readings(character: str) -> tuple[str, ...]:
    """Return the toneless readings of one character, the usual one first; Latin is itself."""
    if latin := _latin(character):
        return (latin,)
    # Its phrases say nothing of a single character, and the reading of them in one piece kept
    # every other thread waiting for 80 ms, the screen's too (pypinyin/constants.py).
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    from pypinyin import Style, pinyin

    unified = unicodedata.normalize("NFKC", character)
    found = pinyin(unified, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(reading for reading in found[0] if _LATIN.fullmatch(reading)) if found else ()


def _latin(text: str) -> str:
    """Return the text as bare lower-case Latin letters and digits, or "" when it is not Latin."""
    if _UNIFIED.match(text):
        return ""
    base = "".join(
        character
        for character in unicodedata.normalize("NFKD", text).casefold()
        if not unicodedata.combining(character) and character not in "'’.-,"
    )
    return base if _LATIN.fullmatch(base) else ""


def _latin_keys(words: list[str]) -> NameKeys:
    bare = [word for word in map(_latin, words) if word]
    initials = "".join(word[0] for word in bare)
    return NameKeys(("".join(bare),), (initials,), tuple(bare) if len(bare) > 1 else ())


def _with_u(keys: list[str]) -> tuple[str, ...]:
    if not any("v" in key for key in keys):
        return _unique(keys)
    return _unique([spelling for key in keys for spelling in (key, key.replace("v", "u"))])


def _unique(keys: list[str]) -> tuple[str, ...]:
    return tuple(filter(None, dict.fromkeys(keys)))
