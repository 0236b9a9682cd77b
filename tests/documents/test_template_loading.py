"""Templates as files: what is wrong in one is told with file, line and name; rights stay."""

import re
from pathlib import Path

import pytest

from reception_desk.documents import catalogue
from reception_desk.documents.template import Layout
from reception_desk.documents.template_check import NO_COURT, PETITION_OPINIONS
from reception_desk.documents.template_loading import FOLDER, load
from reception_desk.documents.template_source import TemplateError
from reception_desk.errors import DocumentError
from reception_desk.records.document import DocumentKind
from tests.documents.reading import every_text, example_anew

NOTICE, OPINION, FORM = "acceptance_notice", "handling_opinion", "service_receipt"
DATA = catalogue.paper_form(DocumentKind.ACCEPTANCE_NOTICE).example


def own(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    """Put an office's copy of a shipped template, with changes, into `folder`."""
    text = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, name: str) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        load(name, folder)
    assert str(folder / f"{name}.toml") in caught.value.message
    assert "改正" in caught.value.advice
    return caught.value


def line_of(path: Path, words: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def test_an_offices_own_words_stand_in_for_the_shipped_ones(tmp_path: Path):
    own(tmp_path, NOTICE, ("信访事项受理告知书", "受理告知单"), ("情况复杂需要延长", "确需延长"))

    text = every_text(catalogue.render(DocumentKind.ACCEPTANCE_NOTICE, DATA, own=tmp_path))[0]

    assert "受理告知单" in text
    assert "确需延长" in text
    assert "信访事项受理告知书" in every_text(example_anew(DocumentKind.ACCEPTANCE_NOTICE))[0]


def test_an_offices_own_layout_is_taken(tmp_path: Path):
    own(tmp_path, NOTICE, ('layout = "letter"', 'layout = "official"'))

    assert load(NOTICE).layout is Layout.LETTER
    assert load(NOTICE, tmp_path).layout is Layout.OFFICIAL


def test_a_copy_without_fields_takes_the_data_of_the_shipped_one(tmp_path: Path):
    path = own(tmp_path, NOTICE)
    words, _ = path.read_text(encoding="utf-8").split("[fields]")
    path.write_text(words, encoding="utf-8")

    assert load(NOTICE, tmp_path).fields == load(NOTICE).fields


BROKEN = [
    (("{matter}", "{mater}"), "{mater}", "没有“mater”这一项"),
    (("{matter}", "{matter"), "{matter", "花括号不成对"),
    (("[[（{sender}转送）]]", "（{sender}转送）"), "（{sender}", "“sender”可以不填"),
    (("[[（{sender}转送）]]", "[[（{sender}转送）"), "[[（{sender}", "后面没有“]]”"),
    (("[[（{sender}转送）]]", "（转送）]]"), "（转送）]]", "前面没有“[[”"),
    (("procedure=simple|", "procedure=quick|"), "procedure=quick", "没有“quick”这个选项"),
    (("sealed = true", 'sealed = "true"'), 'sealed = "true"', "“sealed”的类型不对"),
    (("signer = ", "signature = "), "signature = ", "没有“signature”这一项"),
    (('layout = "letter"', 'layout = "module"'), "layout = ", "不能从“letter”换成“module”"),
    (('layout = "letter"', 'layout = "memo"'), "layout = ", "版式“memo”不可用"),
    (('layout = "letter"', 'layout = "letter"\npaper = "A3"'), "paper = ", "纸张“A3”不可用"),

]  # fmt: skip


@pytest.mark.parametrize(("change", "near", "said"), BROKEN)
def test_what_is_wrong_is_told_with_file_line_and_name(
    tmp_path: Path, change: tuple[str, str], near: str, said: str
):
    path = own(tmp_path, NOTICE, change)

    error = refusal(tmp_path, NOTICE)

    assert said in error.message
    assert error.line == line_of(path, near)
    assert f"第{error.line}行" in error.message


def test_a_template_needs_a_title(tmp_path: Path):
    own(tmp_path, NOTICE, ('title = "信访事项受理告知书"\n', ""))

    assert "缺少“title”" in refusal(tmp_path, NOTICE).message


def test_a_file_that_is_no_toml_is_told_with_its_line(tmp_path: Path):
    path = own(tmp_path, NOTICE, ("sealed = true", "sealed = true true"))

    error = refusal(tmp_path, NOTICE)

    assert error.line == line_of(path, "sealed")
    assert "格式不对" in error.message


def test_a_file_that_is_no_utf8_is_told_with_its_line(tmp_path: Path):
    (tmp_path / f"{NOTICE}.toml").write_bytes(b"layout = 1\ntitle = " + b"\xbf\xbf")

    error = refusal(tmp_path, NOTICE)

    assert error.line == 2
    assert "UTF-8" in error.message


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path):
    (tmp_path / f"{NOTICE}.toml").mkdir()

    assert "读不出来" in refusal(tmp_path, NOTICE).message


def test_a_required_datum_may_not_be_left_out_of_the_words(tmp_path: Path):
    own(tmp_path, NOTICE, ("（即{due_on}前）", ""), ("（即{due_on}前）", ""))

    assert "没有写出“办结期限”" in refusal(tmp_path, NOTICE).message


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("[fields]", '[fields]\ncolour = { label = "颜色", example = "红" }'), "没有“colour”"),
        (('type = "date", example = 2026-11-24', 'example = "11月24日"'), "“received_on”的类型"),
        (("matter = { label", "matter = { size = 3, label"), "没有“size”这个属性"),
        (("matter = { label =", 'matter = { optional = "no", label ='), "“optional”类型不对"),
        (("matter = { label =", "matter = { name ="), "没有“name”这个属性"),
        (('type = "date", example = 2026-11-24', 'type = "day"'), "类型“day”不可用"),
        (('type = "date", example = 2026-11-24', 'type = "date", example = "24日"'), "示例"),
        (('type = "date", example = 2026-11-24', 'type = "rows"'), "缺少“columns”"),
        (('petition = "信访程序"', "petition = 3"), "“options”类型不对"),
        (("due_on = { label", "due_on = { optional = true, label"), "是否必填"),
    ],
)  # fmt: skip
def test_fields_are_checked_with_file_line_and_name(
    tmp_path: Path, change: tuple[str, str], said: str
):
    path = own(tmp_path, NOTICE, change)

    error = refusal(tmp_path, NOTICE)

    assert said in error.message
    assert error.line >= line_of(path, "[fields]")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("widths = [12, 74, 50, 20]", "widths = [12, 74]"), "“papers”有4列，宽度却有2个"),
        (('list = "papers"', 'list = "recipient"'), "“recipient”不是表格的项目"),
        (('list = "papers"', 'list = "papers"\nheading = "文书"'), "之一"),
        (("height = 30", "tall = 30"), "表格的行没有“tall”这一项"),
        (("height = 30", 'height = "30"'), "“height”的类型不对"),
        (("height = 30", "height = 900"), "“height”应为0至220之间的数"),
        (("[12, 74, 50, 20]", '[12, "74", 50, 20]'), "“widths”应为1至500之间的数"),
        (('layout = "form"', 'layout = "form"\nsize = 2'), "“size”应为8至28之间的数"),
        (('"{way:boxes}"', '"{way:plain}"'), "“way”不能用“plain”"),
        (('"{recipient}"', '"{papers}"'), "“papers”是表格"),
        (('layout = "form"', 'layout = "form"\nbody = "x"'), "表格不用“body”"),
        (('layout = "form"', 'layout = "plain"\nbody = "x"'), "只有表格才用"),
    ],
)
def test_the_rows_of_a_form_are_checked(tmp_path: Path, change: tuple[str, str], said: str):
    own(tmp_path, FORM, change)

    assert said in refusal(tmp_path, FORM).message


@pytest.mark.parametrize("name", PETITION_OPINIONS)
def test_no_petition_opinion_names_a_court_or_an_administrative_review(name: str):
    text = every_text(example_anew(DocumentKind(name)))[0]

    assert not any(phrase in text for phrase in NO_COURT)


@pytest.mark.parametrize("name", PETITION_OPINIONS)
@pytest.mark.parametrize("phrase", NO_COURT)
def test_an_office_cannot_put_a_court_into_an_opinion(tmp_path: Path, name: str, phrase: str):
    added = f"你也可以提起{phrase}。\n# 二、查明的事实"
    path = own(tmp_path, name, ("# 二、查明的事实", added))

    error = refusal(tmp_path, name)

    assert phrase in error.message
    assert error.line == line_of(path, phrase)


@pytest.mark.parametrize(
    ("name", "remedy"), [("handling_opinion", "请求复查"), ("review_opinion", "请求复核")]
)
def test_an_opinion_states_remedy_body_and_last_day(tmp_path: Path, name: str, remedy: str):
    kind = DocumentKind(name)
    data = {**catalogue.paper_form(kind).example, "remedy_organ": "甲县人民政府"}
    data |= {"remedy_until": "2027-01-31", "remedy_address": "某路1号"}

    text = re.sub("—[0-9]+—", "", every_text(catalogue.render(kind, data))[0])

    assert remedy in text
    assert "30日内（即2027年1月31日前" in text
    assert "向甲县人民政府（地址：某路1号" in text
    for taken in (f"书面{remedy}", "{remedy_organ}", "（即{remedy_until}前，以实际签收之日起算）"):
        own(tmp_path, name, (taken, ""))
        refusal(tmp_path, name)


@pytest.mark.parametrize("field", ["remedy_organ", "remedy_address", "remedy_until"])
def test_an_opinion_without_its_remedy_is_not_made(field: str):
    for name in ("handling_opinion", "review_opinion"):
        data = {**catalogue.paper_form(DocumentKind(name)).example, field: ""}
        with pytest.raises(DocumentError, match=field):
            catalogue.render(DocumentKind(name), data)


def test_a_recheck_opinion_says_that_it_is_final():
    text = every_text(example_anew(DocumentKind.RECHECK_OPINION))[0]

    assert "本复核意见为信访程序终结意见" in text
    assert "不再受理" in text


def test_papers_that_refuse_say_where_to_go():
    refused = every_text(example_anew(DocumentKind.LEGAL_ROUTE_NOTICE))[0]

    assert "孝昌县劳动人事争议仲裁委员会（地址：" in refused
    assert "请注意期限：" in refused
    assert "12348" in refused


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('ink = "ink"', 'ink = "unit"'), "不是笔迹的项目"),
        (('"{instruction}"', '"[[{instruction}]][[{ink}]]"'), "是笔迹，不能写在文字里"),
        (("height = 38", '"事由" = "{matter}"\nheight = 38'), "只有一格的行"),
    ],
)
def test_handwriting_stands_in_a_row_of_one_cell(
    tmp_path: Path, change: tuple[str, str], said: str
):
    own(tmp_path, "leader_instruction", change)
    assert said in refusal(tmp_path, "leader_instruction").message
