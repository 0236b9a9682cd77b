"""The rules of the house: names, sizes, locks, fonts, and what a start may import."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.conftest import LONGEST
from tests.house import tree

LOCKS = ("requirements.lock", "requirements-dev.lock")

# Assembled here so that this file does not contain what it looks for.
MACHINE_TRACES = re.compile(
    "|".join(
        (
            r"pypi" + r"\.(org|python)|python" + r"hosted|registry\." + r"npmjs|deb\." + r"debian",
            r"mirrors?\.(aliyun|tuna|tsinghua|ustc|huawei|cloud)",
            r"(?<![\w.])/(wo" + r"rk|ro" + r"ot|ho" + r"me/\w+|Us" + r"ers)/[\w.]+",
            r"(?<![\w.])/tm" + r"p/[\w.]+",
        )
    )
)

# reportlab.platypus and the rest cost a start up to 900 ms together (docs/decisions/006).
HEAVY_MODULES = (
    "aiohttp",
    "av",
    "cv2",
    "escpos",
    "img2pdf",
    "keyring",
    "numpy",
    "onnxruntime",
    "openpyxl",
    "openvino",
    "page",
    "pi_heif",
    "pikepdf",
    "PIL",
    "psycopg",
    "pyipp",
    "pypdf",
    "pypdfium2",
    "pypinyin",
    "rapidocr",
    "reportlab.platypus",
)


def relative(path: Path) -> str:
    return path.relative_to(tree.PROJECT).as_posix()


def test_the_modules_begun_first_are_there():
    tests = tree.PROJECT / "tests"

    assert [name for name in LONGEST if not (tests / name).is_file()] == []


def test_no_module_is_named_after_nothing():
    vague = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc", "base"}
    # The declarative base of SQLAlchemy is one.
    allowed = {"reception_desk/models/base.py"}

    named = {
        relative(path)
        for path in tree.python_files()
        if vague & set(path.stem.split("_")) or vague & set(path.parent.name.split("_"))
    }
    assert named - allowed == set()


def test_no_module_is_longer_than_350_lines():
    lengths = {
        relative(path): len(path.read_text("utf-8").splitlines()) for path in tree.python_files()
    }

    assert {name: length for name, length in lengths.items() if length > 350} == {}


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the functions at any depth; they stand among statements, never in an expression."""
    blocks = ("body", "orelse", "finalbody", "handlers", "cases")
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
        waiting += [inner for block in blocks for inner in getattr(node, block, ())]


@pytest.mark.parametrize("folder", ["reception_desk", "tests"])
def test_no_function_is_longer_than_60_lines(folder: str):
    long = [
        f"{relative(path)}:{function.lineno} {function.name}"
        for path in tree.python_files(tree.PROJECT / folder)
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno + 1 > 60
    ]

    assert long == []


def test_every_module_says_what_it_is():
    silent = [
        relative(path)
        for path in tree.python_files()
        if path.stat().st_size and ast.get_docstring(ast.parse(path.read_text("utf-8"))) is None
    ]

    assert silent == []


def test_no_file_names_a_registry_or_a_path_of_some_machine():
    traces = [
        f"{relative(path)}:{number}: {line.strip()[:100]}"
        for path in tree.text_files()
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1)
        if MACHINE_TRACES.search(line)
    ]

    assert traces == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_holds_names_and_hashes_only(name: str):
    entry = r"[a-z0-9][a-z0-9._-]*(\[[a-z,-]+\])?==[^ ]+( ; [^\\]+)? \\"
    digest = r"    --hash=sha256:[0-9a-f]{64}( \\)?"
    lines = (tree.PROJECT / name).read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if not re.fullmatch(f"{entry}|{digest}", line)] == []


@pytest.mark.parametrize(
    ("lock", "groups"), [("requirements.lock", [""]), ("requirements-dev.lock", ["", "dev"])]
)
def test_a_lock_file_satisfies_the_project(lock: str, groups: list[str]):
    pins = tree.locked(lock)
    wanted = [requirement for group in groups for requirement in tree.requirements(group)]

    def satisfied(requirement: Requirement) -> bool:
        pin = pins.get(canonicalize_name(requirement.name))
        return pin is not None and pin in requirement.specifier

    assert [str(requirement) for requirement in wanted if not satisfied(requirement)] == []


def test_the_two_lock_files_agree():
    program, checks = (tree.locked(name) for name in LOCKS)

    assert {name: checks.get(name) for name in program} == program


def test_the_pin_against_the_broken_qt_binding_stands():
    (pyside,) = (r for r in tree.requirements() if r.name == "PySide6")

    assert Version("6.12.0") not in pyside.specifier
    assert Version("6.7.3") in pyside.specifier
    assert tree.locked("requirements.lock")["pyside6"] in pyside.specifier


def test_every_font_has_its_licence():
    fonts = [path for path in tree.files(tree.RESOURCES) if path.suffix in {".ttf", ".otf", ".ttc"}]
    licences = re.compile(r"SIL OPEN FONT LICENSE|Apache License", re.IGNORECASE)

    unlicensed = [
        relative(font)
        for font in fonts
        if not any(
            licences.search(text.read_text("utf-8", errors="replace"))
            for text in font.parent.iterdir()
            if re.search(r"OFL|LICEN[CS]E", text.name, re.IGNORECASE)
        )
    ]
    assert fonts
    assert unlicensed == []


def test_the_commands_start_without_heavy_modules():
    check = "import sys, reception_desk.cli; print(*[m for m in sys.argv[1:] if m in sys.modules])"

    answer = subprocess.run(
        [sys.executable, "-c", check, *HEAVY_MODULES],
        cwd=tree.PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split() == []
