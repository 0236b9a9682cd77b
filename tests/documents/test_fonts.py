import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.config import resource
from reception_desk.documents.fonts import FontPaths, Role, chain, printable, runs, warm_up
from reception_desk.errors import DocumentError
from tests.documents.samples import UNAVAILABLE

RARE = "䶮㛃𫘝𬱟𬀩𠅤"


@pytest.mark.parametrize("role", list(Role))
def test_every_role_draws_rare_names_boxes_and_marks(role):
    text = f"{RARE}☐☑☒□■√×○●▲①⑩〔2026〕￥℃‰…—“”‘’─│┌┼"
    assert "".join(run.text for run in runs(text, 10, chain(role))) == text


def test_regular_faces_draw_the_whole_unified_block_and_extension_a():
    for role in (Role.BODY, Role.PLAIN):
        face = chain(role).faces[0]
        assert all(face.has(chr(code)) for code in range(0x4E00, 0x9FA6))
        assert sum(face.has(chr(code)) for code in range(0x3400, 0x4DC0)) >= 6582


def test_bold_faces_draw_gb2312():
    cells = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    standard = "".join(cell.decode("gb2312", "ignore") for cell in cells)
    assert len(standard) == 6763
    for role in (Role.TITLE, Role.EMPHASIS):
        assert all(chain(role).faces[0].has(character) for character in standard)


def test_a_character_missing_in_one_face_is_drawn_by_the_next():
    title = runs("关于㐀的", 22, chain(Role.TITLE))
    assert [run.text for run in title] == ["关于", "㐀", "的"]
    assert [run.font for run in title] == [
        "NotoSerifSC-Bold",
        "NotoSerifSC-Regular",
        "NotoSerifSC-Bold",
    ]
    assert [run.width for run in title] == [44, 22, 22]


def test_a_character_of_no_font_is_named_with_a_way_out():
    with pytest.raises(DocumentError) as caught:
        runs(f"王{UNAVAILABLE}", 10, chain(Role.BODY))
    assert UNAVAILABLE in caught.value.message
    assert "U+31350" in caught.value.message
    assert "字体" in caught.value.advice


def test_faces_are_loaded_once():
    warm_up()
    assert chain(Role.BODY).faces[0] is chain(Role.BODY).faces[0]
    assert chain(Role.PLAIN).faces[0] is chain(Role.NUMBERS).faces[0]


def test_the_fonts_keep_their_family_names():
    families = {role: chain(role).faces[0].face.familyName.decode() for role in Role}
    assert families[Role.TITLE] == families[Role.BODY] == "Noto Serif SC"
    assert families[Role.PLAIN] == families[Role.EMPHASIS] == "Noto Sans SC"


def test_an_office_puts_its_own_font_first(tmp_path: Path):
    own = Path(shutil.copy(resource("fonts", "NotoSansSC-Bold.ttf"), tmp_path / "own.ttf"))
    paths = FontPaths(body=own)
    assert [run.font for run in runs("县㐀", 10, chain(Role.BODY, paths))] == [
        str(own),
        "NotoSerifSC-Regular",
    ]
    assert chain(Role.TITLE, paths).faces == chain(Role.TITLE).faces


@pytest.mark.parametrize("content", [None, b"not a font"])
def test_an_unusable_own_font_is_named(tmp_path: Path, content):
    own = tmp_path / "fang.ttf"
    if content is not None:
        own.write_bytes(content)
    with pytest.raises(DocumentError, match="fang"):
        chain(Role.BODY, FontPaths(body=own))


def test_marks_without_picture_never_reach_the_page():
    text = "\u202e王\u200b\ufe0f\x00小\ufeff\U000e0100明\t\r\n男\u00a0\u2009\u3000女\ud800"
    assert printable(text) == "王小明   男  \u3000女"


@given(st.text())
def test_printable_text_stays_as_it_is(text):
    once = printable(text)
    assert printable(once) == once
    assert all(character >= " " for character in once)


def test_reportlab_is_loaded_only_when_a_paper_is_made():
    program = (
        "import sys; import reception_desk.documents.receipt;"
        "import reception_desk.documents.registration_form;"
        "sys.exit('reportlab' in sys.modules or 'segno' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
