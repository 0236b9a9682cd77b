"""The comparison with other typesetters, as far as it runs without them."""

from pathlib import Path

import pytest

from reception_desk.commands.bench.paper_peers import measure
from reception_desk.commands.bench.plan import Plan


def test_a_program_that_cannot_be_installed_is_told_and_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    assert list(measure(Plan(tmp_path, is_quick=True))) == []
    told = capsys.readouterr().out
    assert "typst：不作比较。安装没有成功" in told
    assert "weasyprint：不作比较。安装没有成功" in told
