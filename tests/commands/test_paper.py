"""`desk paper`: list, example, PDF; whole or refused with a sentence."""

import io
import json
from pathlib import Path
from typing import Any

import pypdf
import pytest

from reception_desk import cli
from reception_desk.documents.template_loading import FOLDER
from reception_desk.imaging.archive import check_archive
from reception_desk.records.document import DocumentKind
from tests.documents.reading import every_text

KIND = "acceptance_notice"


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return a function that runs the command and gives status, output and errors."""

    def run(*words: object) -> tuple[int, str, str]:
        home = ["--home", str(tmp_path / "home")]
        status = cli.main([*home, "paper", *(str(word) for word in words)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture
def data(tmp_path: Path, desk: Any) -> Path:
    path = tmp_path / "data.json"
    path.write_text(desk(KIND, "--example")[1], encoding="utf-8")
    return path


def test_the_list_names_every_paper_with_its_size(desk: Any):
    status, out, _ = desk("list")

    lines = [line.split() for line in out.splitlines()]
    assert status == 0
    assert [line[0] for line in lines] == [kind.value for kind in DocumentKind]
    assert ["acceptance_notice", "A4", "受理告知书"] in lines
    assert ["evaluation_form", "A5", "满意度评价表"] in lines


def test_the_list_as_json_tells_the_fields(desk: Any):
    _, out, _ = desk("list", "--json")

    papers = {paper["kind"]: paper for paper in json.loads(out)}
    fields = {field["name"]: field for field in papers[KIND]["fields"]}
    assert len(papers) == len(DocumentKind)
    assert papers[KIND]["layout"] == "letter"
    assert fields["due_on"] == {
        "name": "due_on", "label": "办结期限", "type": "date", "optional": False,
    }  # fmt: skip
    assert fields["procedure"]["options"]["petition"] == "信访程序"


def test_an_example_becomes_a_checked_archive_with_its_properties(
    desk: Any, data: Path, tmp_path: Path
):
    out = tmp_path / "x.pdf"

    status, said, errors = desk(KIND, "--data", data, "--out", out)

    assert (status, said, errors) == (0, "", "")
    pdf = out.read_bytes()
    check_archive(pdf)
    assert "信访事项受理告知书" in every_text(pdf)[0]
    told: Any = pypdf.PdfReader(io.BytesIO(pdf)).xmp_metadata
    assert told.dc_title["x-default"] == "受理告知书"
    values = json.loads(data.read_text(encoding="utf-8"))
    assert told.dc_creator == [values["organ"]]
    assert told.dc_description["x-default"] == values["number"]
    assert f"{told.xmp_create_date:%Y-%m-%d %H:%M}" == "2026-11-24 16:00"  # midnight in the hall


def test_the_same_data_give_the_same_file(desk: Any, data: Path, tmp_path: Path):
    for name in ("a.pdf", "b.pdf"):
        desk(KIND, "--data", data, "--out", tmp_path / name)

    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_a_paper_without_a_date_of_its_own_is_made_too(desk: Any, tmp_path: Path):
    example = tmp_path / "e.json"
    example.write_text(desk("hearing_record", "--example")[1], encoding="utf-8")

    status, *_ = desk("hearing_record", "--data", example, "--out", tmp_path / "x.pdf")

    assert status == 0
    check_archive((tmp_path / "x.pdf").read_bytes())


def test_an_offices_own_words_are_taken_from_its_folder(desk: Any, data: Path, tmp_path: Path):
    own = tmp_path / "home" / "documents"
    own.mkdir(parents=True)
    text = (FOLDER / f"{KIND}.toml").read_text(encoding="utf-8")
    (own / f"{KIND}.toml").write_text(text.replace("可以申请其回避", "有权申请其回避"), "utf-8")

    desk(KIND, "--data", data, "--out", tmp_path / "x.pdf")

    assert "有权申请其回避" in every_text((tmp_path / "x.pdf").read_bytes())[0]


def test_a_template_can_be_had_to_begin_with(desk: Any, data: Path, tmp_path: Path):
    own = tmp_path / "home" / "documents"
    own.mkdir(parents=True)
    text = desk(KIND, "--template")[1]
    (own / f"{KIND}.toml").write_text(text.replace("特此", "专此"), "utf-8")

    assert text == (FOLDER / f"{KIND}.toml").read_text("utf-8")
    assert desk(KIND, "--data", data, "--out", tmp_path / "x.pdf")[0] == 0


def test_a_broken_template_is_told_and_no_file_is_left(desk: Any, data: Path, tmp_path: Path):
    own = tmp_path / "home" / "documents"
    own.mkdir(parents=True)
    (own / f"{KIND}.toml").write_text('title = "甲"\nlayout = "letter"\nbody = "{x"\n', "utf-8")

    status, _, errors = desk(KIND, "--data", data, "--out", tmp_path / "x.pdf")

    assert status == 2
    assert "acceptance_notice.toml 第3行" in errors
    assert not (tmp_path / "x.pdf").exists()


def test_wrong_data_are_told_by_name_and_no_file_is_left(desk: Any, data: Path, tmp_path: Path):
    values = json.loads(data.read_text(encoding="utf-8"))
    del values["due_on"]
    data.write_text(json.dumps(values), encoding="utf-8")

    status, _, errors = desk(KIND, "--data", data, "--out", tmp_path / "x.pdf")

    assert status == 2
    assert "《受理告知书》缺少“办结期限”（due_on）" in errors
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize(
    ("content", "said"), [("{", "不是 JSON"), ("[]", "应为一组项目"), (None, "打不开")]
)
def test_a_file_that_holds_no_data_is_refused(
    desk: Any, tmp_path: Path, content: str | None, said: str
):
    path = tmp_path / "data.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")

    status, _, errors = desk(KIND, "--data", path, "--out", tmp_path / "x.pdf")

    assert status == 2
    assert said in errors


def test_an_unknown_paper_and_missing_arguments_are_told(desk: Any, data: Path, tmp_path: Path):
    assert "没有名为“memo”的文书" in desk("memo", "--example")[2]
    assert "--data 和 --out" in desk(KIND, "--data", data)[2]
    assert "不能写入" in desk(KIND, "--data", data, "--out", tmp_path / "no" / "x.pdf")[2]
