"""`desk route`: run the legal-route helper on answers from a file, or print its questions."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.records.route import RouteAdvice
from reception_desk.rules import codes
from reception_desk.rules.codes import CodeListName
from reception_desk.rules.route_forums import shipped_words
from reception_desk.rules.route_tree import QUESTIONS, WAYS, Answer
from reception_desk.rules.routes import BY_LAW, EVENTS, advise


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument(
        "--answers", metavar="FILE", type=Path, help='回答（JSON），例如 {"form": "visit", …}'
    )
    asked.add_argument("--questions", action="store_true", help="列出全部问题、回答和去向")
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(arguments: argparse.Namespace, out: TextIO | None = None) -> int:
    """Print the advice, or the questions; return 0.

    Raises `DeskError` naming the question and its answers when an answer is wrong or missing.
    """
    out = out or sys.stdout
    if arguments.questions:
        shipped_words()  # the office's table is checked with the questions
        lines, content = question_lines(), questions_json()
    else:
        advice = advise(read_answers(arguments.answers))
        lines, content = advice_lines(advice), advice_json(advice)
    if arguments.json:
        print(json.dumps(content, ensure_ascii=False, indent=2), file=out)
    else:
        print("\n".join(lines), file=out)
    return 0


def read_answers(path: Path) -> dict[str, str]:
    """Read the answers; raises `DeskError` for a file that is no JSON object of texts."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise DeskError(
            f"回答文件 {path} 无法读取。", advice='应当是 JSON，例如 {"form": "visit"}。'
        ) from error
    if not isinstance(content, dict) or not all(isinstance(v, str) for v in content.values()):
        raise InvalidInputError(
            f"回答文件 {path} 应当是一个对象：问题的代码对回答的代码，都是文字。",
            advice="代码见 desk route --questions。",
        )
    return content


def advice_json(advice: RouteAdvice) -> dict[str, Any]:
    """Return the advice as plain values."""
    forum = advice.forum
    return {
        "way": advice.way,
        "title": advice.title,
        "outcome": advice.outcome.value,
        "transition": advice.outcome.number,
        "event": EVENTS[advice.outcome].value,
        "matter_class": _coded(CodeListName.MATTER_CLASS, advice.matter_class),
        "legal_route": _coded(CodeListName.LEGAL_ROUTE, advice.legal_route),
        "articles": list(advice.articles),
        "forum": None
        if forum is None
        else {
            "name": forum.name,
            "unit_code": forum.unit_code or None,
            "address": forum.address or None,
            "phone": forum.phone or None,
        },
        "limits": [{"text": limit.text, "article": limit.article} for limit in advice.limits],
        "papers": [{"kind": kind.value, "title": kind.label} for kind in advice.papers],
        "tell": advice.tell,
        "reasons": list(advice.reasons),
        "answers": dict(advice.answers),
    }


def advice_lines(advice: RouteAdvice) -> list[str]:
    """Return the advice as lines for a person."""
    class_name = codes.name(CodeListName.MATTER_CLASS, advice.matter_class) or "登记后再定"
    lines = [
        f"建议：{advice.title}（{advice.outcome.label}，{advice.outcome.number}）",
        f"类别：{class_name}",
        f"依据：《信访工作条例》{'、'.join(advice.articles)}",
    ]
    if (forum := advice.forum) is not None:
        lines.append(f"机关：{forum.name}")
        lines.append(
            f"地址：{forum.address or '（待本机关填写）'}　电话：{forum.phone or '（待填写）'}"
        )
    lines += [f"期限：{limit.text}（{limit.article}，{BY_LAW}）" for limit in advice.limits]
    lines.append(f"文书：{'、'.join(kind.label for kind in advice.papers)}")
    lines.append(f"告知：{advice.tell}")
    lines.append("理由：")
    lines += [f"  {number}. {reason}" for number, reason in enumerate(advice.reasons, start=1)]
    return lines


def questions_json() -> list[dict[str, Any]]:
    """Return the questions as plain values; `leads_to` is a question or a way."""
    return [
        {
            "question": question.code,
            "text": question.text,
            "hint": question.hint,
            "answers": [
                {
                    "answer": answer.code,
                    "text": answer.text,
                    "leads_to": answer.leads_to,
                    "by_letter": answer.by_letter or None,
                }
                for answer in question.answers
            ],
        }
        for question in QUESTIONS.values()
    ]


def question_lines() -> list[str]:
    """Return the questions as lines for a person."""
    return [line for lines in _questions_in_lines() for line in lines]


def _questions_in_lines() -> Iterator[list[str]]:
    for question in QUESTIONS.values():
        lines = [f"{question.code}  {question.text}{question.hint}"]
        lines += [
            f"    {answer.code:<15}{answer.text} → {_goal(answer)}" for answer in question.answers
        ]
        yield lines


def _goal(answer: Answer) -> str:
    goal = _goal_name(answer.leads_to)
    return f"{goal}（来信：{_goal_name(answer.by_letter)}）" if answer.by_letter else goal


def _goal_name(code: str) -> str:
    return f"问 {code}" if code in QUESTIONS else f"{WAYS[code].title}〔{code}〕"


def _coded(list_name: CodeListName, code: str) -> dict[str, str] | None:
    return {"code": code, "name": codes.name(list_name, code)} if code else None
