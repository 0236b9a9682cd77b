"""The office's own faces: embedded where they can be, told about where they cannot."""

import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest

from reception_desk.config import FontSettings, resource
from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths
from reception_desk.documents.office_fonts import font_paths, office_fonts
from reception_desk.documents.receipt import receipt
from reception_desk.documents.registration_form import registration_form
from tests.documents import samples


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Another face under another name; the shipped papers never use it for their body."""
    return Path(shutil.copy(resource("fonts", "NotoSansSC-Bold.ttf"), tmp_path / "仿宋.ttf"))


def faces(pdf: bytes) -> set[str]:
    """Return the names of the embedded faces, without the tag of their subset."""
    resources: Any = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]
    found = [font.get_object() for font in resources["/Font"].values()]
    for font in found:
        descendant = font["/DescendantFonts"][0]
        assert len(descendant["/FontDescriptor"]["/FontFile2"].get_data()) > 1000
    return {font["/BaseFont"].split("+")[1] for font in found}


def test_the_settings_name_files_by_role():
    paths = font_paths(FontSettings(title="C:/fonts/xbs.ttf"))

    assert paths == FontPaths(title=Path("C:/fonts/xbs.ttf"))
    assert font_paths(FontSettings()) == SHIPPED_FONTS


def test_a_paper_embeds_the_offices_face_and_is_the_same_each_time(own: Path):
    fonts = office_fonts(FontPaths(body=own, plain=own))
    assert fonts.troubles == ()

    for make in (
        lambda: registration_form(samples.registration_form_data(), fonts.paths),
        lambda: receipt(samples.receipt_data(), "A5", fonts.paths),
        lambda: receipt(samples.receipt_data(), "slip58", fonts.paths),
    ):
        pdf = make()
        assert "NotoSansSC-Bold" in faces(pdf)
        assert pdf == make()
    shipped = faces(registration_form(samples.registration_form_data()))
    assert "NotoSansSC-Bold" not in shipped


def test_the_bytes_do_not_tell_where_the_file_stands(own: Path, tmp_path: Path):
    (tmp_path / "elsewhere").mkdir()
    other = Path(shutil.copy(own, tmp_path / "elsewhere" / "fs.ttf"))
    data = samples.receipt_data()

    one, two = (receipt(data, "A5", FontPaths(body=path)) for path in (own, other))

    assert one == two
    assert str(tmp_path).encode() not in one


def test_a_rare_name_is_drawn_by_the_shipped_face_behind_it(own: Path):
    data = replace(samples.receipt_data(), office=replace(samples.office(), hall="㐀县接访厅"))

    pdf = receipt(data, "A5", FontPaths(body=own))

    assert {"NotoSansSC-Bold", "NotoSerifSC-Regular"} <= faces(pdf)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (None, "找不到"),
        (lambda _font: b"OTTO" + bytes(200), "PostScript 轮廓"),
        (lambda _font: b"not a font", "不是 TrueType"),
        (lambda font: font[: len(font) // 3], "已损坏"),
    ],
)
def test_a_face_that_cannot_be_used_is_told_and_left_out(
    own: Path, spoil: Callable[[bytes], bytes] | None, said: str
):
    if spoil is None:
        own.unlink()
    else:
        own.write_bytes(spoil(own.read_bytes()))

    found = office_fonts(FontPaths(title=own, body=own))

    assert found.paths == SHIPPED_FONTS
    (trouble,) = found.troubles
    assert str(own) in trouble.message
    assert said in trouble.message
    assert "自带字体" in trouble.saved
    assert "[fonts]" in trouble.advice
    data = samples.receipt_data()
    assert receipt(data, "A5", found.paths) == receipt(data, "A5")


def test_a_folder_in_place_of_a_file_cannot_be_read(tmp_path: Path):
    (trouble,) = office_fonts(FontPaths(plain=tmp_path)).troubles

    assert "读不出来" in trouble.message


def test_one_bad_file_leaves_the_others_in_use(own: Path, tmp_path: Path):
    found = office_fonts(FontPaths(title=tmp_path / "gone.ttf", body=own))

    assert found.paths == FontPaths(body=own)
    assert len(found.troubles) == 1
