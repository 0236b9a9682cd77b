"""`desk init`: the first start from the command line."""

import argparse
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from reception_desk.commands import init
from reception_desk.models import Database
from reception_desk.models.audit import AuditEntry
from reception_desk.models.database_key import obtain
from reception_desk.services import accounts
from reception_desk.services.office import office_card, this_desk
from tests.house.tree import PROJECT
from tests.offices import PASSWORD


def desk_init(
    home: Path, *words: str, password: str = PASSWORD, monkeypatch: pytest.MonkeyPatch
) -> tuple[int, str, str]:
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path)
    init.add_arguments(parser)
    arguments = parser.parse_args(["--home", str(home), *words])
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
    out, err = io.StringIO(), io.StringIO()
    status = init.run(arguments, out, err)
    return status, out.getvalue(), err.getvalue()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a key file, so that no keyring of this machine is touched."""
    (tmp_path / "desk.key").write_text("ab" * 32, encoding="ascii")
    return tmp_path


def test_a_window_is_set_up_and_its_administrator_signs_in(
    home: Path, monkeypatch: pytest.MonkeyPatch
):
    words = ("--password-stdin", "--desk-code", "3", "--window", "3", "--phone", "0712-0000000")
    status, out, _ = desk_init(home, *words, monkeypatch=monkeypatch)

    assert status == 0
    assert "孝昌县信访局 3号窗口（编码 3）" in out
    database = Database(home / "desk.db", obtain(home))
    assert this_desk(database).code == "3"
    assert office_card(database).phone == "0712-0000000"
    assert accounts.sign_in(database, "admin", PASSWORD).name == "系统管理员"
    database.close()


def test_the_password_is_asked_twice_without_an_echo(home: Path, monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return PASSWORD if len(asked) == 1 else "另一个密码"

    monkeypatch.setattr("getpass.getpass", answer)
    status, _, err = desk_init(home, monkeypatch=monkeypatch)
    assert status == 2
    assert len(asked) == 2
    assert "不一样" in err
    assert not (home / "desk.db").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--unit", "nowhere"), "没有编码为“nowhere”的单位"),
        (("--desk-code", "一号"), "字母或数字"),
        (("--login", " "), "请填写账号"),
    ],
)
def test_a_wrong_answer_is_refused_in_one_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, str], sentence: str
):
    status, out, err = desk_init(home, "--password-stdin", *words, monkeypatch=monkeypatch)
    assert (status, out) == (2, "")
    assert sentence in err
    assert err.count("\n") == 1


def test_a_short_password_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch):
    status, _, err = desk_init(home, "--password-stdin", password="kurz", monkeypatch=monkeypatch)
    assert status == 2
    assert "至少 8 位" in err


def test_a_second_time_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch):
    desk_init(home, "--password-stdin", monkeypatch=monkeypatch)
    status, _, err = desk_init(home, "--password-stdin", monkeypatch=monkeypatch)
    assert status == 2
    assert "已经完成初始设置" in err


def test_a_new_administrator_is_added_to_a_desk_that_nobody_can_manage(
    home: Path, monkeypatch: pytest.MonkeyPatch
):
    desk_init(home, "--password-stdin", monkeypatch=monkeypatch)
    status, out, err = desk_init(home, "--new-administrator", monkeypatch=monkeypatch)

    assert (status, err) == (0, "")
    found = re.search(r"账号“(\w+)”，一次性密码：(\S+)", out)
    assert found is not None
    database = Database(home / "desk.db", obtain(home))
    actor = accounts.sign_in(database, *found.groups())
    assert (actor.login, actor.must_change_password) == ("admin2", True)
    actor = accounts.change_password(database, actor, old=found[2], new=PASSWORD)
    assert {account.login for account in accounts.list_accounts(database, actor)} == {
        "admin",
        "admin2",
    }
    with database.read() as session:
        done = session.scalars(select(AuditEntry.action)).all()
    assert done.count("add_administrator") == 1
    database.close()


def test_there_is_no_new_administrator_without_a_desk(home: Path, monkeypatch: pytest.MonkeyPatch):
    status, out, err = desk_init(home, "--new-administrator", monkeypatch=monkeypatch)
    assert (status, out) == (2, "")
    assert "还没有设置过" in err
    assert not (home / "desk.db").exists()


def test_the_units_are_listed_without_touching_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    status, out, _ = desk_init(tmp_path, "--list-units", monkeypatch=monkeypatch)
    assert status == 0
    assert "XFJ\t孝昌县信访局" in out
    assert list(tmp_path.iterdir()) == []


def test_the_command_needs_no_screen(home: Path):
    done = subprocess.run(
        [sys.executable, "-m", "reception_desk", "--home", str(home), "init", "--password-stdin"],
        input=f"{PASSWORD}\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=PROJECT,
        env={**os.environ, "QT_QPA_PLATFORM": "there-is-none", "PYTHONUTF8": "1"},
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "已设置" in done.stdout
