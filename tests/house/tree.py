"""The files of this project, and the lists of what it depends on."""

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "reception_desk"
RESOURCES = PROJECT / "resources"

TEXT_SUFFIXES = {
    *("", ".py", ".sql", ".md", ".toml", ".lock", ".txt", ".json", ".csv", ".svg", ".qss"),
    *(".cmd", ".rules", ".desktop", ".mako", ".ini", ".html", ".xml", ".yaml", ".yml"),
    *(".js", ".ts"),
}


def files(folder: Path = PROJECT) -> Iterator[Path]:
    """Yield the project's own files: nothing generated, nothing installed."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if _is_own(Path(root, name)))
        yield from (Path(root, name) for name in sorted(names))


def _is_own(folder: Path) -> bool:
    generated = folder.name in {"__pycache__", "build", "dist"} or folder.suffix == ".egg-info"
    hidden = folder.name.startswith(".") and folder.name != ".ci"
    return not (generated or hidden or folder == PROJECT / "out")


def python_files(folder: Path = PACKAGE) -> Iterator[Path]:
    """Yield the Python files below `folder`."""
    return (path for path in files(folder) if path.suffix == ".py")


def text_files(folder: Path = PROJECT) -> Iterator[Path]:
    """Yield the files that are text; .git may be a file in a work tree and is none of ours."""
    return (path for path in files(folder) if path.suffix in TEXT_SUFFIXES and path.name != ".git")


def requirements(group: str = "") -> list[Requirement]:
    """Return what pyproject.toml asks for: the program's dependencies, or an optional group's."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["optional-dependencies"][group] if group else project["dependencies"]
    return [Requirement(line) for line in wanted]


def locked(name: str) -> dict[str, Version]:
    """Return the versions in a lock file by canonical name."""
    pins: dict[str, Version] = {}
    for line in (PROJECT / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith((" ", "#")):
            requirement = Requirement(line.rstrip("\\ "))
            (pin,) = requirement.specifier
            pins[canonicalize_name(requirement.name)] = Version(pin.version)
    return pins
