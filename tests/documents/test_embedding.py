import io
from concurrent.futures import ThreadPoolExecutor

import pypdf
import pytest
from pypdf.generic import DictionaryObject

from reception_desk.documents.fonts import Role
from reception_desk.documents.separator_sheet import NEUTRAL
from reception_desk.documents.sheet import A4, Properties, Sheet
from reception_desk.records.document import DocumentKind
from tests.documents.reading import PAPERS, every_text, without_space

PROPERTIES = Properties("标题", "县信访局", "编号")
HARD = "䶮㛃𫘝𬱟𬀩𠅤☐☑☒⼀一（）()\\<>[]{}%/#~☐□王·“”‘’—…％‰℃￥①"


def paper(*lines: str) -> bytes:
    sheet = Sheet(A4, PROPERTIES)
    for number, line in enumerate(lines):
        sheet.text(40, 40 + 20 * number, line, Role.BODY, 12)
    return sheet.pdf()


def fonts_of(pdf: bytes) -> list[DictionaryObject]:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    found: dict[str, DictionaryObject] = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # pyright: ignore[reportIndexIssue]
            found[font.get_object()["/BaseFont"]] = font.get_object()
    return list(found.values())


def test_text_is_read_back_exactly_even_beyond_the_first_plane():
    for text in every_text(paper(HARD)):
        assert text == HARD


def test_hundreds_of_characters_share_one_font():
    han = [chr(code) for code in range(0x4E00, 0x4E00 + 900)]
    lines = ["".join(han[start : start + 30]) for start in range(0, 900, 30)]
    pdf = paper(*lines)
    assert len(fonts_of(pdf)) == 1
    for text in every_text(pdf):
        assert text == "".join(han)


@pytest.mark.parametrize("name", PAPERS)
def test_only_embedded_truetype_subsets_are_listed(name):
    for font in fonts_of(PAPERS[name]()):
        assert font["/Subtype"] == "/Type0"
        tag, plus, family = str(font["/BaseFont"]).removeprefix("/").partition("+")
        assert (len(tag), plus) == (6, "+")
        assert family.startswith("Noto")
        descendant = font["/DescendantFonts"][0].get_object()  # pyright: ignore
        assert descendant["/Subtype"] == "/CIDFontType2"
        assert descendant["/FontDescriptor"]["/FontFile2"].get_data()[:4] == b"\0\1\0\0"


@pytest.mark.parametrize("name", PAPERS)
def test_papers_are_the_same_byte_for_byte(name):
    assert PAPERS[name]() == PAPERS[name]()


def test_papers_made_at_the_same_time_do_not_disturb_each_other():
    expected = {name: make() for name, make in PAPERS.items()}
    with ThreadPoolExecutor(4) as pool:
        made = {name: [pool.submit(make) for _ in range(3)] for name, make in PAPERS.items()}
    for name, results in made.items():
        assert {result.result() for result in results} == {expected[name]}, name


@pytest.mark.parametrize("name", PAPERS)
def test_the_file_says_what_it_is(name):
    reader = pypdf.PdfReader(io.BytesIO(PAPERS[name]()))
    assert reader.metadata is not None
    assert reader.metadata.author == "孝昌县人民来访接待中心"
    aids = {"分隔页", "卷内目录", "号票"}
    assert reader.metadata.title in {kind.label for kind in DocumentKind} | aids
    numbers = {"420921-LF-20261123-0001", "T-D01-20261123-001", "甲012"}
    assert reader.metadata.subject in numbers | {NEUTRAL}
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"  # pyright: ignore[reportIndexIssue]


@pytest.mark.parametrize("name", PAPERS)
def test_three_readers_find_the_same_characters(name):
    first, *others = (sorted(without_space(text)) for text in every_text(PAPERS[name]()))
    assert all(other == first for other in others)
