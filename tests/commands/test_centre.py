"""`desk centre`: what the administrator types and reads."""

import argparse
import io
import json

from reception_desk import config
from reception_desk.commands import centre as command
from reception_desk.records.identifiers import new_id
from reception_desk.sync import link
from reception_desk.sync.session import CentreSession
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
    assert "登记码（只显示这一次" in out
    assert "未用登记码登记" in desk(dsn, "status")[1]
    status, out, _ = desk(dsn, "status", "--json")
    told = json.loads(out)
    assert (told["desks"][0]["name"], told["desks"][0]["streams"]) == ("C1", [1, 10])
    assert told["rows"]["visit"] == 0
    assert "窗口 C1（desk_c1，范围 1、10）：未用登记码登记，最近 从未连接" in desk(dsn, "status")[1]
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


def added(centre: CentreDatabase, *words: str) -> dict:
    """Add a desk by the command and return what is told."""
    name = f"d{new_id()[-12:]}"
    status, out, err = desk(centre.dsn, "add-desk", name, *words, "--json")
    assert (status, err) == (0, "")
    return json.loads(out)


def test_a_desk_joins_by_its_code(centre: CentreDatabase, tmp_path, monkeypatch):
    told = added(centre, "--unit", "T100")
    (tmp_path / "settings.toml").write_text('zone = "Asia/Urumqi"\n', encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO(told["code"] + "\n"))

    status, out, err = desk("", "--home", str(tmp_path), "join")

    assert (status, err) == (0, "")
    assert f"窗口名称“{told['name']}”" in out
    kept = config.load(tmp_path)
    assert (kept.zone, kept.centre.dsn) == ("Asia/Urumqi", told["dsn"])
    joined = link.configured(kept)
    assert joined is not None
    assert joined.secret != told["secret"]
    with CentreSession(joined) as session:
        assert session.changes({}) == []
    assert centre.query("SELECT streams FROM sync.desk") == [([1, 100],)]


def test_a_code_lets_in_once(centre: CentreDatabase, tmp_path):
    told = added(centre, "--unit", "XFJ")
    assert desk("", "--home", str(tmp_path / "a"), "join", told["code"])[0] == 0

    status, _, err = desk("", "--home", str(tmp_path / "b"), "join", told["code"])

    assert status == 2
    assert "口令不对" in err
    assert not (tmp_path / "b").exists()


def test_what_a_desk_sees_is_changed_by_unit(centre: CentreDatabase):
    told = added(centre, "--unit", "T100")

    status, out, _ = desk(centre.dsn, "grant", told["name"], "--unit", "T101", "--restricted")

    assert status == 0
    assert "现在可见范围 1、2、101" in out
    assert centre.query("SELECT streams FROM sync.desk") == [([1, 2, 101],)]
    assert "范围 1–2、101）" in desk(centre.dsn, "status")[1]
    assert "至少要有一个可见范围" in desk(centre.dsn, "grant", told["name"])[2]
    assert "没有编码为“X”" in desk(centre.dsn, "grant", told["name"], "--unit", "X")[2]


def test_a_lost_desk_is_named_twice(centre: CentreDatabase):
    told = added(centre, "--unit", "T100")

    assert "不一样" in desk(centre.dsn, "revoke", told["name"], "--lost", "W2")[2]
    status, out, _ = desk(centre.dsn, "revoke", told["name"], "--lost", told["name"])

    assert (status, "将销毁本机密钥" in out) == (0, True)
    assert "已报失，尚未上线" in desk(centre.dsn, "status")[1]


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
        centre.query("INSERT INTO sync.erased_object VALUES (gen_random_uuid(), '2026-11-20')")
        assert "请运行 desk centre erase-files" in desk(centre.dsn, "status")[1]
        monkeypatch.setattr("sys.stdin", io.StringIO("owner\nsecret\n"))
        assert desk(centre.dsn, "erase-files") == (0, "已从存储桶清除文件 1 个。\n", "")
        assert "erase-files" not in desk(centre.dsn, "status")[1]
    assert centre.query("SELECT access_key, takes_new FROM sync.file_bucket") == [("desk", True)]
    assert desk(centre.dsn, "bucket", "--database")[0] == 0
    assert centre.query("SELECT takes_new FROM sync.file_bucket") == [(False,)]
