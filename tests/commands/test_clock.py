"""`desk clock` as a person and a script use it."""

import argparse
import io
import json

import pytest

from reception_desk.commands import clock


def ask(*words: str) -> tuple[int, str, str]:
    """Run the command and return its exit code and what it printed."""
    parser = argparse.ArgumentParser()
    clock.add_arguments(parser)
    out, err = io.StringIO(), io.StringIO()
    return clock.run(parser.parse_args(words), out, err), out.getvalue(), err.getvalue()


def test_deadline_is_printed_with_its_derivation():
    code, out, err = ask("d2", "2026-09-20")
    assert (code, err) == (0, "")
    assert "2026年10月8日（星期四）" in out
    assert "国庆节" in out


def test_json_carries_every_field():
    code, out, _ = ask("D6", "2026-11-23", "--extend", "30", "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["nominal"] == "2027-02-21"
    assert answer["legal"] == "2027-02-22"
    assert answer["provisional"] is True
    assert set(answer) == {
        "duty", "start", "nominal", "legal", "internal", "provisional", "derivation", "policy",
        "calendar_version",
    }  # fmt: skip


def test_e_35_strict_policy_is_an_option():
    _, out, _ = ask("D2", "2026-09-16", "--policy", "strict", "--json")
    assert json.loads(out)["legal"] == "2026-10-01"


def test_open_duty_takes_a_target_and_the_hearing_a_lead():
    assert '"legal": "2026-10-08"' in ask("D8", "2026-09-01", "--target", "2026-10-03", "--json")[1]
    assert '"legal": "2026-10-02"' in ask("D15", "2026-10-12", "--days", "10", "--json")[1]
    assert ask("D12", "2026-11-02", "--hearing-days", "5")[0] == 0


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("D6", "2026-11-23", "--extend", "31"), "第三十四条"),
        (("D6", "2026-11-23", "--extend", "-1"), "第三十四条"),
        (("D6", "2026-11-23", "--extend", "0"), "第三十四条"),
        (("D6", "2026-11-23", "--extend", "三"), "不是整数"),
        (("D6", "2026-11-23", "--extend", "9" * 5000), "不是整数"),
        (("D6", "2026-11-23", "--hearing-days", "3"), "第三十六条"),
        (("D7", "2026-11-23"), "D6"),
        (("D8", "2026-11-23"), "没有给D8"),
        (("D99", "2026-11-23"), "D99"),
        (("D6", "2026-02-30"), "不是可用的日期"),
        (("D6", "2026-11-23", "--policy", "mild"), "mild"),
    ],
)
def test_what_the_law_refuses_exits_2_with_one_sentence(words: tuple[str, ...], part: str):
    code, out, err = ask(*words)
    assert (code, out) == (2, "")
    assert part in err
    assert err.count("\n") == 1
