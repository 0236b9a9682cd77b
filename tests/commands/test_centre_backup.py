"""`desk centre backup` and its kin, as the administrator types them."""

import pytest

from tests.commands.test_centre import desk
from tests.postgres import centre, postgres

__all__ = ["centre", "postgres"]


def test_from_a_backup_to_a_restored_centre(centre, tmp_path):
    centre.enrol("A", 1)
    status, out, err = desk(centre.dsn, "backup", "--out", str(tmp_path))
    assert (status, err) == (0, "")
    assert "加密的磁盘" in out
    (dump,) = tmp_path.glob("*.dump")
    assert "与清单一致" in desk(centre.dsn, "test-restore", str(dump))[1]

    target = centre.server.new_database("restored_by_command")
    status, out, err = desk("", "restore", str(dump), "--into", target)

    assert (status, err) == (0, "")
    assert "自动补传" in out
    assert "窗口 A" in desk(target, "status")[1]
    assert "重读" in desk(target, "raise-generation")[1]
    assert "不是空的" in desk("", "restore", str(dump), "--into", target)[2]


@pytest.mark.slow
def test_a_backup_is_proved_without_the_centres_server(centre, tmp_path):
    desk(centre.dsn, "backup", "--out", str(tmp_path))
    (dump,) = tmp_path.glob("*.dump")

    assert "与清单一致" in desk("", "test-restore", "--embedded", str(dump))[1]
