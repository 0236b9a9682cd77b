"""The office's own faces: which of them can be used, and what is wrong with the rest.

A visitor at the window gets the paper in any case: a role whose file cannot be used is set with
the shipped faces. The lamp of the printer and `desk doctor` say so until somebody mends it.
"""

from dataclasses import dataclass, fields, replace
from pathlib import Path

from reception_desk.config import FontSettings
from reception_desk.documents.fonts import FontPaths, Role, chain
from reception_desk.errors import DocumentError


@dataclass(frozen=True, slots=True)
class OfficeFonts:
    """`paths` name only files that can be used; `troubles` has a sentence for each other one."""

    paths: FontPaths
    troubles: tuple[DocumentError, ...] = ()


def font_paths(settings: FontSettings) -> FontPaths:
    """Return the files that the settings name; nothing is opened."""
    chosen = {field.name: getattr(settings, field.name) for field in fields(FontPaths)}
    return FontPaths(**{name: Path(path) for name, path in chosen.items() if path})


def office_fonts(wanted: FontPaths) -> OfficeFonts:
    """Load the office's files, once per process; for a worker's thread.

    A file that two roles name is complained of once.
    """
    usable, troubles = wanted, dict[Path, DocumentError]()
    for role in Role:
        path = getattr(wanted, role.value)
        if path is None:
            continue
        try:
            chain(role, FontPaths(**{role.value: path}))
        except DocumentError as error:
            usable = replace(usable, **{role.value: None})
            troubles[path] = error
    return OfficeFonts(usable, tuple(troubles.values()))
