"""The settings file: what is written is what is read."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reception_desk import config
from reception_desk.config import (
    CardReaderSettings,
    CentreSettings,
    FontSettings,
    PetitionerSettings,
    PrinterSettings,
    ScannerSettings,
    Settings,
)
from reception_desk.errors import DeskError

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)


@given(
    port=TEXT,
    folder=TEXT,
    dpi=st.integers(1, 4800),
    url=TEXT,
    is_two_sided=st.booleans(),
    dsn=TEXT,
    font=TEXT,
    seconds=st.integers(0, 10_000),
)
@settings(max_examples=60, deadline=None)
def test_every_text_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory,
    port: str,
    folder: str,
    dpi: int,
    url: str,
    is_two_sided: bool,
    dsn: str,
    font: str,
    seconds: int,
):
    chosen = Settings(
        home=tmp_path_factory.mktemp("home"),
        card_reader=CardReaderSettings("serial", port),
        scanner=ScannerSettings("folder", folder=folder, dpi=dpi),
        form_printer=PrinterSettings(url, is_two_sided=is_two_sided),
        centre=CentreSettings(dsn),
        fonts=FontSettings(title=font),
        encrypted=is_two_sided,
        lock_after_seconds=seconds,
    )
    config.save(chosen)
    assert config.load(chosen.home) == chosen


def test_saving_leaves_nothing_else_behind(tmp_path: Path):
    config.save(Settings(home=tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["settings.toml"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path):
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(DeskError, match="没有保存"):
        config.save(Settings(home=tmp_path))
    tmp_path.chmod(stat.S_IRWXU)


def test_a_file_that_cannot_be_replaced_is_told_and_nothing_half_is_left(tmp_path: Path):
    chosen = Settings(home=tmp_path, lock_after_seconds=60)
    config.save(chosen)
    (tmp_path / "settings.toml").rename(tmp_path / "kept.toml")
    (tmp_path / "settings.toml").mkdir()
    (tmp_path / "settings.toml" / "x").touch()
    with pytest.raises(DeskError, match="没有保存"):
        config.save(replace(chosen, lock_after_seconds=5))
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == ["kept.toml", "settings.toml"], "no half-written file"


def test_an_unknown_key_is_named(tmp_path: Path):
    (tmp_path / "settings.toml").write_text('[fonts]\nheading = "x.ttf"\n', encoding="utf-8")
    with pytest.raises(DeskError, match=r"\[fonts\].*heading"):
        config.load(tmp_path)


def test_the_petitioners_screen_is_kept_by_its_name(tmp_path: Path):
    config.save(Settings(home=tmp_path, petitioner=PetitionerSettings("HDMI-2")))

    assert config.load(tmp_path).petitioner.screen_name == "HDMI-2"
