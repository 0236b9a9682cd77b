"""The doctor finds what is broken, says what to do, and names nobody."""

import argparse
import json
import time
from pathlib import Path

import pytest
from sqlalchemy import update

from reception_desk import config
from reception_desk.commands import doctor
from reception_desk.config import resource
from reception_desk.devices.printer.paper_roll import Fault
from reception_desk.devices.printer.simulated import SimulatedThermalPrinter
from reception_desk.devices.scanner.simulated_escl import SimulatedEsclScanner
from reception_desk.models import Database
from reception_desk.models.database_key import obtain
from reception_desk.models.local import OutboxRow, SyncState
from reception_desk.services.registration import register_visit
from tests.devices.printer.conftest import QUEUE, cups, ipp_machine, ipp_server
from tests.devices.printer.cups import LoopbackCups
from tests.offices import MAN, SampleOffice, person, visit

__all__ = ["cups", "ipp_machine", "ipp_server"]


def examine(home: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, dict]]:
    status = doctor.run(argparse.Namespace(home=home, json=True))
    findings = json.loads(capsys.readouterr().out)
    return status, {finding["subject"]: finding for finding in findings}


def test_a_new_home_has_nothing_broken(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    status, found = examine(tmp_path, capsys)

    assert status == 0
    assert found["字体"]["level"] == "ok"
    assert "还没有建立" in found["数据库"]["found"]


def test_a_sound_database_says_versions_and_what_waits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    Database(tmp_path / "desk.db", obtain(tmp_path)).close()

    status, found = examine(tmp_path, capsys)

    assert status == 0
    assert "完好" in found["数据库"]["found"]
    assert "初始设置" in found["数据库"]["advice"]
    assert found["加密"]["level"] == "note"


def test_a_damaged_database_fails_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    Database(tmp_path / "desk.db", obtain(tmp_path)).close()
    (tmp_path / "desk.db").write_bytes(b"x" * 8192)

    status, found = examine(tmp_path, capsys)

    assert status == 1
    assert found["数据库"]["level"] == "broken"
    assert found["数据库"]["advice"]


def test_an_open_desk_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    database = Database(tmp_path / "desk.db", obtain(tmp_path))
    try:
        status, found = examine(tmp_path, capsys)
    finally:
        database.close()

    assert status == 0
    assert "正在运行" in found["数据库"]["found"]


@pytest.mark.parametrize(
    ("skew_minutes", "level", "said"),
    [(0, "broken", "早于最近一次改动"), (60, "note", "比中心慢 60 分钟"), (61, "note", "慢 61")],
)
def test_a_clock_that_ran_back_is_told_from_one_that_is_slow(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    skew_minutes: int,
    level: str,
    said: str,
):
    """The last edit carries a time one hour ahead: the machine's own, or the centre's."""
    database = Database(tmp_path / "desk.db", obtain(tmp_path))
    ahead = round((time.time() + 3600) * 1000)
    with database.write() as session:
        session.execute(update(SyncState).values(hlc=ahead << 16, skew=skew_minutes * 60_000))
    database.close()

    _, found = examine(tmp_path, capsys)

    assert found["时钟"]["level"] == level
    assert said in found["时钟"]["found"]


def test_changes_the_centre_refused_are_a_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    database = Database(tmp_path / "desk.db", obtain(tmp_path))
    with database.write() as session:
        session.add(
            OutboxRow(table_name="person", row_id="p", operation="I", hlc=1, refusal="too long")
        )
    database.close()

    status, found = examine(tmp_path, capsys)

    assert status == 1
    assert "1 条改动被中心退回" in found["同步"]["found"]


def test_a_printer_without_paper_is_a_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    with SimulatedThermalPrinter() as printer:
        (tmp_path / "settings.toml").write_text(
            f'[receipt_printer]\nurl = "{printer.url}"\npaper = "slip80"\n', encoding="utf-8"
        )
        status, found = examine(tmp_path, capsys)
        assert (status, found["回执打印机"]["level"]) == (0, "ok")
        printer.add_fault(Fault.PAPER_OUT)
        status, found = examine(tmp_path, capsys)

    assert status == 1
    assert "缺纸" in found["回执打印机"]["found"]


def test_a_network_scanner_is_named_with_its_address(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    with SimulatedEsclScanner() as device:
        (tmp_path / "settings.toml").write_text(
            f'[scanner]\nkind = "escl"\ndevice = "{device.url}"\n', encoding="utf-8"
        )
        status, found = examine(tmp_path, capsys)
    gone, missing = examine(tmp_path, capsys)

    assert (status, found["扫描仪"]["level"]) == (0, "ok")
    assert found["扫描仪"]["found"] == f"接访台 模拟网络扫描仪（{device.url}）"
    assert (gone, missing["扫描仪"]["level"]) == (1, "broken")


def test_a_camera_is_named_in_its_own_word(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    film = tmp_path / "film.avi"
    film.touch()
    (tmp_path / "settings.toml").write_text(
        f'[scanner]\nkind = "camera"\ndevice = "{film}"\n', encoding="utf-8"
    )
    _status, found = examine(tmp_path, capsys)

    assert found["高拍仪"]["level"] == "ok"
    assert str(film) in found["高拍仪"]["found"]


def test_the_queues_of_the_system_are_named_and_one_that_is_gone_is_a_problem(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    cups: LoopbackCups,
    ipp_machine: object,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("CUPS_SERVER", cups.server)
    settings = tmp_path / "settings.toml"
    settings.write_text(f'[form_printer]\nurl = "system:{QUEUE}"\n', encoding="utf-8")
    status, found = examine(tmp_path, capsys)
    assert (status, found["文书打印机"]["level"]) == (0, "ok")
    assert found["系统打印队列"]["found"] == QUEUE

    settings.write_text('[form_printer]\nurl = "system:gone"\n', encoding="utf-8")
    status, found = examine(tmp_path, capsys)

    assert status == 1
    assert "没有这个打印队列" in found["文书打印机"]["found"]


def test_a_reader_that_is_not_plugged_in_is_a_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "settings.toml").write_text(
        f'[card_reader]\nkind = "serial"\nport = "{tmp_path}/no-such-port"\n', encoding="utf-8"
    )

    status, found = examine(tmp_path, capsys)

    assert status == 1
    assert "未连接" in found["读卡器"]["found"]


def test_nobody_is_named(desk: SampleOffice, capsys: pytest.CaptureFixture[str]):
    register_visit(desk.database, desk.clerk, visit(person("张伟")))

    doctor.run(argparse.Namespace(home=desk.database.path.parent, json=False))

    said = capsys.readouterr().out
    assert "张伟" not in said
    assert MAN not in said
    assert config.HALL_ZONE in said


def test_templates_of_the_office_are_looked_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    own = tmp_path / "documents"
    own.mkdir()
    shipped = resource("documents", "acceptance_notice.toml").read_text(encoding="utf-8")
    (own / "acceptance_notice.toml").write_text(shipped, encoding="utf-8")
    status, found = examine(tmp_path, capsys)
    assert (status, found["文书模板"]["level"]) == (0, "ok")
    assert "受理告知书" in found["文书模板"]["found"]

    (own / "acceptance_notice.toml").write_text(shipped.replace("{matter}", "{x}"), "utf-8")
    status, found = examine(tmp_path, capsys)
    assert (status, found["文书模板"]["level"]) == (1, "broken")
    assert "没有“x”这一项" in found["文书模板"]["found"]

    (own / "acceptance_notice.toml").rename(own / "acceptance.toml")
    status, found = examine(tmp_path, capsys)
    assert (status, found["文书模板"]["level"]) == (1, "broken")
    assert "acceptance.toml 不是任何文书的模板" in found["文书模板"]["found"]


def test_faces_of_official_papers_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    font = resource("fonts", "NotoSansSC-Bold.ttf")
    roles = ("title", "body", "emphasis", "subheading")
    lines = "\n".join(f"{role} = '{font}'" for role in roles)
    (tmp_path / "settings.toml").write_text(f"[fonts]\n{lines}\n", encoding="utf-8")

    assert examine(tmp_path, capsys)[1]["公文字体"]["level"] == "ok"


def test_an_office_font_that_is_gone_is_a_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    font = resource("fonts", "NotoSansSC-Bold.ttf")
    (tmp_path / "settings.toml").write_text(f"[fonts]\nbody = '{font}'\n", encoding="utf-8")
    status, found = examine(tmp_path, capsys)
    assert (status, found["文书字体"]["level"]) == (0, "ok")

    (tmp_path / "settings.toml").write_text("[fonts]\nbody = '/gone/fs.ttf'\n", encoding="utf-8")
    status, found = examine(tmp_path, capsys)

    assert (status, found["文书字体"]["level"]) == (1, "broken")
    assert "/gone/fs.ttf 找不到" in found["文书字体"]["found"]
    assert "自带字体" in found["文书字体"]["found"]


def test_a_hall_without_sound_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "settings.toml").write_text(
        '[board]\nscreen_name = "HDMI-1"\nvoice = "clips"\n', encoding="utf-8"
    )
    status, found = examine(tmp_path, capsys)
    assert status == 0
    assert found["叫号声音"]["level"] in {"ok", "note"}
    assert "请、号、到、窗口" in found["叫号录音"]["advice"]
    (tmp_path / "settings.toml").write_text(
        '[board]\nscreen_name = "HDMI-1"\nvoice = "none"\n', encoding="utf-8"
    )
    assert "没有打开叫号声音" in examine(tmp_path, capsys)[1]["叫号声音"]["found"]
