"""`desk centre`: what the administrator types and reads."""

import argparse
import io
import json
import tomllib

import pytest

from reception_desk import config
from reception_desk.commands import centre as command
from reception_desk.sync import link
from tests.postgres import CentreDatabase, centre, postgres
from tests.sync.s3_server import running_s3

__all__ = ["centre", "postgres"]


def desk(dsn: str, *words: str) -> tuple[int, str, str]:
    parser = argparse.ArgumentParser()
    parser.add_argument("--home")
    command.add_arguments(parser)
    out, err = io.StringIO(), io.StringIO()
    status = command.run(parser.parse_args(["--admin-dsn", dsn, *words]), out, err)
    return status, out.getvalue(), err.getvalue()


def test_from_init_to_a_revoked_desk(postgres):
    dsn = postgres.new_database("by_command")

    assert desk(dsn, "init") == (0, "中心已建立。下一步：desk centre add-desk 登记窗口。\n", "")
    assert "无" in desk(dsn, "migrate")[1]
    status, out, _ = desk(dsn, "add-desk", "C1", "--streams", "1,10")
    assert status == 0
    assert "登录名 desk_c1" in out
    assert "desk centre join" in out
    status, out, _ = desk(dsn, "status", "--json")
    told = json.loads(out)
    assert (told["desks"][0]["name"], told["desks"][0]["streams"]) == ("C1", [1, 10])
    assert told["rows"]["visit"] == 0
    assert "窗口 C1（desk_c1，范围 1,10）：不在线，最近 从未连接" in desk(dsn, "status")[1]
    assert desk(dsn, "revoke", "C1")[0] == 0
    assert "已停用" in desk(dsn, "status")[1]


def test_a_refusal_is_a_sentence_and_status_2(centre: CentreDatabase):
    status, out, err = desk(centre.dsn, "revoke", "Z")

    assert (status, out) == (2, "")
    assert err.startswith("中心没有登记过窗口“Z”")
    assert "用逗号分开" in desk(centre.dsn, "add-desk", "Z", "--streams", "a")[2]
    assert "没有完成这个操作" in desk("host=127.0.0.1 port=1", "status")[2]


def test_the_administrators_dsn_may_come_from_the_environment(centre, monkeypatch):
    monkeypatch.setenv(command.ADMIN_DSN, centre.dsn)

    assert desk("", "status")[0] == 0


def test_a_desk_joins_with_the_secret_it_was_told(centre, tmp_path, monkeypatch):
    told = centre.enrol("A", 1)
    monkeypatch.setattr("sys.stdin", io.StringIO(told.secret + "\n"))

    status, out, err = desk("", "--home", str(tmp_path), "join", "--dsn", told.dsn)

    assert (status, err) == (0, "")
    assert told.secret not in out
    assert link.configured(config.load(tmp_path)) == told


def test_joining_leaves_other_settings_as_they_are(centre, tmp_path, monkeypatch):
    told = centre.enrol("A", 1)
    (tmp_path / "settings.toml").write_text('zone = "Asia/Urumqi"\n', encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO(told.secret))

    desk("", "--home", str(tmp_path), "join", "--dsn", told.dsn)

    values = tomllib.loads((tmp_path / "settings.toml").read_text(encoding="utf-8"))
    assert values == {"zone": "Asia/Urumqi", "centre": {"dsn": told.dsn}}


@pytest.mark.parametrize("secret", ["", "wrong"])
def test_a_wrong_secret_is_not_kept(centre, tmp_path, monkeypatch, secret):
    told = centre.enrol("A", 1)
    monkeypatch.setattr("sys.stdin", io.StringIO(secret))

    status, _, err = desk("", "--home", str(tmp_path), "join", "--dsn", told.dsn)

    assert status == 2
    assert err
    assert list(tmp_path.iterdir()) == []


def test_numbers_that_wait_after_a_restore_are_told_and_given(centre: CentreDatabase):
    centre.enrol("A", 1)
    centre.query(
        "UPDATE sync.desk SET reach_epoch = 'before', reach_told_at = now() - interval '1 day'"
    )
    centre.query("UPDATE sync.centre SET numbering_open_as = 'before'")

    assert "等这些窗口补传：A。" in desk(centre.dsn, "status")[1]
    assert desk(centre.dsn, "numbers") == (0, "已发放等待中的编号 0 个，此后随到随发。\n", "")
    assert "补传" not in desk(centre.dsn, "status")[1]


def test_the_place_of_the_files_is_chosen_at_the_centre(centre, monkeypatch):
    """The keys are read from the input, not from the command line."""
    with running_s3() as server:
        access = server.new_bucket()
        words = ("bucket", "--url", server.url, "--bucket", access.bucket)
        monkeypatch.setattr("sys.stdin", io.StringIO("desk\nsecret\n"))
        status, out, _ = desk(centre.dsn, *words)
        assert status == 0
        assert "已试存一个对象并读回" in out
        assert "secret" not in out
    assert centre.query("SELECT access_key, takes_new FROM sync.file_bucket") == [("desk", True)]
    assert desk(centre.dsn, "bucket", "--database")[0] == 0
    assert centre.query("SELECT takes_new FROM sync.file_bucket") == [(False,)]
