"""The launcher on a small project of its own, in a folder with spaces and Chinese letters."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.house import tree

LAUNCHER = tree.PROJECT / "desk"
PROGRAM = """
import os, sys
print(os.getcwd(), *sys.argv[1:], sep="|")
if sys.argv[1:] == ["input"]:
    print(os.environ.get("QT_IM_MODULE", ""), file=sys.stderr)
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="./desk is the launcher of Linux")


@pytest.fixture(scope="module")
def small_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that needs one Debian package every machine has, and no Python package."""
    folder = tmp_path_factory.mktemp("接访 台")
    shutil.copy(LAUNCHER, folder / "desk")
    (folder / "installer").mkdir()
    (folder / "installer" / "debian-packages.txt").write_text("[runtime]\ncoreutils\n")
    (folder / "requirements.lock").write_text("# nothing\n")
    package = folder / "reception_desk"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "__main__.py").write_text(PROGRAM)
    first = launch(folder, "first")
    assert first.returncode == 0, first.stderr
    return folder


def launch(
    project: Path, *arguments: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    screens = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    clean = {name: value for name, value in os.environ.items() if name not in screens}
    return subprocess.run(
        [str(project / "desk"), *arguments],
        env={**clean, **(environment or {})},
        cwd=project.parent,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )


def said(answer: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the working folder and the arguments the program saw."""
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.strip().split("|")


def test_the_scripts_are_valid_and_executable():
    for script in (LAUNCHER, tree.PROJECT / ".ci" / "run"):
        subprocess.run(["bash", "-n", str(script)], check=True)
        assert os.access(script, os.X_OK)


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed")
def test_shellcheck_finds_nothing():
    scripts = [str(LAUNCHER), str(tree.PROJECT / ".ci" / "run")]
    answer = subprocess.run(
        ["shellcheck", *scripts], capture_output=True, text=True, check=False, timeout=60
    )

    assert answer.stdout == ""


def test_the_windows_launcher_has_windows_lines_and_plain_labels():
    script = (tree.PROJECT / "desk.cmd").read_bytes()

    assert script.count(b"\n") == script.count(b"\r\n")
    before_utf8, _, _ = script.partition(b"chcp 65001")
    assert before_utf8.isascii()
    labels = {line[1:].split()[0] for line in script.decode().splitlines() if line.startswith(":")}
    called = {
        word.lstrip(":")
        for line in script.decode().splitlines()
        for before, word in zip(line.split(), line.split()[1:], strict=False)
        if before in {"goto", "call"} and word.startswith(":")
    }
    assert called <= labels


def test_arguments_and_working_folder_reach_the_program_unchanged(small_project: Path):
    arguments = ["demo", "--out", "有 空格", "*", "$HOME", ""]

    folder, *seen = said(launch(small_project, *arguments))

    assert seen == arguments
    assert folder == str(small_project.parent)


def test_without_a_display_the_demonstration_runs(small_project: Path):
    answer = launch(small_project)

    assert said(answer)[1:] == ["demo", "--out", str(small_project / "out" / "demo")]
    assert "没有找到显示器" in answer.stderr


@pytest.mark.parametrize("screen", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_with_a_display_the_desk_opens(small_project: Path, screen: str):
    assert said(launch(small_project, environment={screen: ":0"}))[1:] == []


@pytest.mark.parametrize(
    ("asked", "given"), [("fcitx", "ibus"), ("fcitx5", "ibus"), ("ibus", "ibus"), ("", "")]
)
def test_chinese_can_be_typed_where_fcitx_is_the_input_method(
    small_project: Path, asked: str, given: str
):
    answer = launch(small_project, "input", environment={"QT_IM_MODULE": asked})

    assert answer.stderr == f"{given}\n"


def test_a_second_run_installs_nothing_and_says_nothing(small_project: Path):
    record = small_project / ".venv" / "setup.log"
    before = record.read_bytes()

    answer = launch(small_project, "again")

    assert said(answer)[1:] == ["again"]
    assert answer.stderr == ""
    assert record.read_bytes() == before


def test_modules_of_the_working_folder_are_not_imported(small_project: Path):
    stray = small_project.parent / "os.py"
    stray.write_text("raise SystemExit('imported')")
    try:
        assert said(launch(small_project, "x"))[1:] == ["x"]
    finally:
        stray.unlink()


def test_a_link_to_the_launcher_finds_its_project(small_project: Path, tmp_path: Path):
    link = tmp_path / "desk"
    link.symlink_to(small_project / "desk")

    assert said(launch(tmp_path, "x"))[1:] == ["x"]


def test_a_changed_source_file_is_compiled_although_bytecode_is_unwanted(small_project: Path):
    source = small_project / "reception_desk" / "added.py"
    source.write_text("VALUE = 1\n")

    said(launch(small_project, "x", environment={"PYTHONDONTWRITEBYTECODE": "1"}))

    assert list((small_project / "reception_desk" / "__pycache__").glob("added.*.pyc"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "lost",
    [("installed/requirements.lock",), ("bin",), ("lib", "installed/python"), ("pyvenv.cfg",)],
    ids="-".join,
)
def test_a_cut_off_installation_is_repaired(small_project: Path, lost: tuple[str, ...]):
    for name in lost:
        path = small_project / ".venv" / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    answer = launch(small_project, "x")

    assert said(answer)[1:] == ["x"]
    assert "正在安装" in answer.stderr
    assert launch(small_project, "x").stderr == ""


def test_a_list_that_cannot_be_installed_ends_in_a_sentence(small_project: Path):
    lock = small_project / "requirements.lock"
    before = lock.read_text()
    lock.write_text("reception-desk-missing==1 --hash=sha256:" + "0" * 64 + "\n")
    try:
        offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "PIP_EXTRA_INDEX_URL": ""}
        answer = launch(small_project, "x", environment=offline)
    finally:
        lock.write_text(before)

    assert answer.returncode != 0
    assert answer.stdout == ""
    assert "没有成功" in answer.stderr
    assert "setup.log" in answer.stderr
    assert said(launch(small_project, "x"))[1:] == ["x"]


def test_a_missing_package_that_cannot_be_installed_is_named_and_the_desk_goes_on(
    small_project: Path, tmp_path: Path
):
    packages = small_project / "installer" / "debian-packages.txt"
    before = packages.read_text()
    packages.write_text("[runtime]\ncoreutils\nlibreception-missing\n")
    # The machine that runs the tests keeps its packages as they are.
    for name, code in {"apt-get": 100, "dpkg": 0, "sudo": 1}.items():
        command = tmp_path / name
        command.write_text(f"#!/bin/sh\nexit {code}\n")
        command.chmod(0o755)
    try:
        path = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
        answer = launch(small_project, "x", environment=path)
    finally:
        packages.write_text(before)

    assert said(answer)[1:] == ["x"]
    assert "libreception-missing" in answer.stderr
    assert "coreutils" not in answer.stderr


def test_sourcing_the_launcher_leaves_the_shell_as_it_was(small_project: Path):
    commands = f'before=$-; . "{small_project / "desk"}"; [ "$before" = "$-" ] && echo alive'

    answer = subprocess.run(
        ["bash", "-c", commands], capture_output=True, text=True, check=False, timeout=30
    )

    assert answer.stdout == "alive\n"
    assert "./desk" in answer.stderr


def test_every_group_of_the_package_list_is_one_the_launcher_uses():
    lines = (tree.PROJECT / "installer" / "debian-packages.txt").read_text("utf-8").splitlines()
    groups = {line.strip("[]") for line in lines if line.startswith("[")}
    used = {
        word
        for line in LAUNCHER.read_text("utf-8").splitlines()
        if line.strip().startswith("set_up requirements")
        for word in line.split()[2:]
    }

    assert groups == used
