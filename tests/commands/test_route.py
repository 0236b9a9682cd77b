"""`desk route` as a person and a script use it."""

import argparse
import io
import json
from pathlib import Path

import pytest

from reception_desk import cli
from reception_desk.commands import route
from reception_desk.errors import DeskError

WAGES = {
    "form": "visit",
    "kind": "claim",
    "earlier": "first",
    "subject": "arbitration",
    "arbitration": "labour",
}


def ask(*words: str) -> str:
    """Run the command and return what it printed."""
    parser = argparse.ArgumentParser()
    route.add_arguments(parser)
    out = io.StringIO()
    assert route.run(parser.parse_args(words), out) == 0
    return out.getvalue()


def written(tmp_path: Path, text: str) -> str:
    path = tmp_path / "answers.json"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_ac_23_the_advice_is_printed_as_json(tmp_path: Path):
    answer = json.loads(ask("--answers", written(tmp_path, json.dumps(WAGES)), "--json"))

    assert answer["outcome"] == "guide"
    assert (answer["transition"], answer["event"]) == ("T07", "guided")
    assert answer["matter_class"] == {"code": "3", "name": "申诉求决类"}
    assert answer["legal_route"] == {"code": "2", "name": "仲裁"}
    assert answer["forum"]["name"] == "孝昌县劳动人事争议仲裁委员会"
    assert answer["papers"] == [{"kind": "legal_route_notice", "title": "法定途径告知书"}]
    assert answer["answers"] == WAGES
    assert set(answer) == {
        "way", "title", "outcome", "transition", "event", "matter_class", "legal_route", "articles",
        "forum", "limits", "papers", "tell", "reasons", "answers",
    }  # fmt: skip


def test_a_person_reads_forum_limit_and_reasons(tmp_path: Path):
    text = ask("--answers", written(tmp_path, json.dumps(WAGES)))

    assert "建议：劳动人事争议仲裁（引导法定途径，T07）" in text
    assert "《劳动争议调解仲裁法》第二十七条，以法律规定为准" in text
    assert "5. 属于劳动、人事争议，应当先申请仲裁。" in text


def test_where_the_clerk_chooses_the_unit_there_is_no_forum(tmp_path: Path):
    answers = {**WAGES, "subject": "none", "handling": "unit"}
    del answers["arbitration"]
    path = written(tmp_path, json.dumps(answers))

    assert json.loads(ask("--answers", path, "--json"))["forum"] is None
    assert "机关：" not in ask("--answers", path)


def test_an_urgent_report_leaves_the_class_to_the_registration(tmp_path: Path):
    path = written(tmp_path, '{"form": "visit", "kind": "urgent"}')

    assert json.loads(ask("--answers", path, "--json"))["matter_class"] is None
    assert "类别：登记后再定" in ask("--answers", path)


def test_the_questions_are_printed_with_where_they_lead():
    text = ask("--questions")

    assert "怎样提出的？" in text
    assert "court          不服法院裁判，或者正在审理、执行的事 → 诉访分离：人民法院" in text
    assert "（来信：涉法涉诉来信转送政法部门〔justice_forwarded〕）" in text


def test_the_questions_as_json_name_every_answer():
    questions = json.loads(ask("--questions", "--json"))

    assert questions[0]["question"] == "form"
    assert [answer["answer"] for answer in questions[0]["answers"]] == ["visit", "letter"]
    assert all(answer["leads_to"] for question in questions for answer in question["answers"])


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("{", "无法读取"),
        ("[" * 100_000, "无法读取"),
        ("[]", "应当是一个对象"),
        ('{"form": 1}', "应当是一个对象"),
        ('{"form": "telepathy"}', "form（怎样提出的？）"),
        ('{"form": "visit"}', "kind（主要想要什么？）还没有回答"),
    ],
)
def test_a_bad_file_is_told_in_a_sentence(tmp_path: Path, text: str, part: str):
    with pytest.raises(DeskError) as refused:
        ask("--answers", written(tmp_path, text))

    assert part in str(refused.value)


def test_a_file_that_is_not_utf_8_or_not_there_is_told(tmp_path: Path):
    path = tmp_path / "answers.json"
    path.write_bytes(b"\xff\xfe\x00")
    for name in (path, tmp_path / "none.json"):
        with pytest.raises(DeskError, match="无法读取"):
            ask("--answers", str(name))


def test_the_shell_gets_the_sentence_and_the_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = written(tmp_path, '{"form": "visit", "kind": "claim", "earlier": "first"}')

    assert cli.main(["route", "--answers", path]) == 2
    assert "可用的回答：justice" in capsys.readouterr().err
    assert cli.main(["route", "--questions"]) == 0
