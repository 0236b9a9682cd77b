"""The demonstration as a newcomer runs it: one process, real parts, papers and a summary."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "演示 一"
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"}
    }
    done = subprocess.run(
        [sys.executable, "-m", "reception_desk", "demo", "--out", str(folder)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return folder


@pytest.fixture
def summary(out: Path) -> dict:
    return json.loads((out / "summary.json").read_text(encoding="utf-8"))


@pytest.mark.slow
def test_five_visitors_are_registered_and_agreed_at_the_centre(out: Path, summary: dict):
    assert [visit["case"] for visit in summary["visits"]] == [
        "AC-01",
        "AC-17",
        "AC-18",
        "AC-21",
        "AC-19",
    ]
    assert summary["visits"][1]["head_count"] == 12
    assert summary["visits"][1]["persons"] == 12
    assert summary["visits"][4]["is_repeat"]
    if summary["centre"] is not None:
        assert summary["centre"]["rows"]["visit"] == 5
        listed = (out / "centre-visits.txt").read_text(encoding="utf-8")
        assert all(visit["number"] in listed for visit in summary["visits"])


@pytest.mark.slow
def test_every_receipt_was_printed_and_reads_as_chinese_text(out: Path, summary: dict):
    for visit in summary["visits"]:
        receipt = next(paper for paper in visit["documents"] if paper["kind"] == "receipt")
        assert receipt["printer_state"] == "printed"
        document = pypdfium2.PdfDocument(out / "papers" / receipt["file"])
        text = document[0].get_textpage().get_text_range()
        document.close()
        assert "来访回执" in text
        assert visit["number"] in text
        assert "本回执不代表受理决定" in text
    at_kiosk = 1
    assert len(summary["slips"]) == 5 + len(summary["hall"]["numbers"]) + at_kiosk


@pytest.mark.slow
def test_numbers_are_called_at_both_windows_seen_and_heard(summary: dict):
    hall = summary["hall"]
    assert hall["numbers"] == ["甲001", "甲002", "甲003", "甲004"]
    alone = [["甲001", "1"]]
    assert hall["called"] == ([["甲002", "2"], *alone] if summary["centre"] else alone)
    assert hall["seconds_heard"] > 1.0
    assert any(name.endswith("-hall-board.png") for name in summary["pictures"])


@pytest.mark.slow
def test_a_leaders_day_goes_from_the_plan_to_the_kept_promise(out: Path, summary: dict):
    folder = out / "leader-day"
    texts = {}
    for path in sorted(folder.glob("*.pdf")):
        document = pypdfium2.PdfDocument(path)
        texts[path.stem] = "".join(
            document[at].get_textpage().get_text_range() for at in range(len(document))
        )
        document.close()
    assert sorted(texts) == ["instruction-1", "instruction-2", "instruction-3", "notice", "pack"]
    assert "孙样本" in texts["notice"]
    assert "领导接访事项简报" in texts["pack"]
    assert "3件" in texts["pack"]
    for at in (1, 2, 3):
        assert "批办单" in texts[f"instruction-{at}"]
    if summary["centre"] is not None:
        kept = (out / "centre-promises.txt").read_text(encoding="utf-8")
        assert "reported, closed, called_back" in kept
        assert kept.count("leader_day") == 3


@pytest.mark.slow
def test_a_visitor_helps_themselves_at_the_kiosk(summary: dict):
    kiosk = summary["kiosk"]
    assert kiosk["number"] == "甲005"
    told = "\n".join(kiosk["told"])
    assert "转送有权处理的机关、单位" in told
    assert "信访部门：未评价" in told
    assert kiosk["said"] == "谢谢您"
    assert any(name.endswith("-kiosk-progress.png") for name in summary["pictures"])


@pytest.mark.slow
def test_a_page_was_scanned_and_every_step_has_its_picture(out: Path, summary: dict):
    assert summary["visits"][0]["scans"]
    assert len(summary["pictures"]) >= 12
    for name in summary["pictures"]:
        assert (out / "pictures" / name).stat().st_size > 5_000


@pytest.mark.slow
def test_the_other_window_opened_the_receipt_and_the_scan_of_the_first(summary: dict):
    if summary["centre"] is None:
        return
    made = summary["visits"][0]
    receipt = next(paper for paper in made["documents"] if paper["kind"] == "receipt")
    fetched = {file["sha256"]: file for file in summary["fetched_at_window_2"]}

    assert list(fetched) == [receipt["sha256"], made["scans"][0]["sha256"]]
    assert not any(file["was_here"] for file in fetched.values())
    assert all(file["bytes"] > 1000 for file in fetched.values())


@pytest.mark.slow
def test_nothing_readable_of_the_visitors_stands_in_the_desks_files(out: Path):
    for path in (out / "desk-1").rglob("*"):
        if path.is_file() and path.suffix in {".db", ".log"}:
            assert "李䶮".encode() not in path.read_bytes()


@pytest.mark.slow
def test_the_video_session_is_handed_out_whole_and_its_root_stands_on_the_record(out: Path):
    folder = out / "video"
    checked = subprocess.run(
        [sys.executable, "-I", "verify.py", "."],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    root = json.loads((folder / "seal.json").read_text(encoding="utf-8"))["root"]["sha256"]
    pages = pypdfium2.PdfDocument(folder / "minutes.pdf")
    words = "".join(page.get_textpage().get_text_bounded() for page in pages)
    pages.close()
    assert root in "".join(words.split())
    assert "十五日内付清流转费" in "".join(words.split())
