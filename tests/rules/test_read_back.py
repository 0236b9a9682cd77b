"""What is read back: every word that was said, nothing that a neighbour should read."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.visit import MaterialInput
from reception_desk.rules.read_back import read_back
from tests.offices import MAN, person, visit

WORDS = st.text(alphabet="请求支付工资土地。，\n 0123", max_size=60)


def test_the_words_are_those_of_the_form_and_the_person_is_masked():
    given_visit = visit(
        person("张伟民"),
        claim="请求支付工资。\n\n请求道歉。",
        facts="去年没有发。",
        respondent="某公司",
        materials=(MaterialInput("合同", 3, 2, is_original=True), MaterialInput("  ")),
    )

    words = read_back(given_visit)

    assert words.as_text() == (
        "【来访人】\n张**　138****0000　1 人\n"
        "【您的请求】\n1. 请求支付工资。\n2. 请求道歉。\n"
        "【事实与理由】\n去年没有发。\n"
        "【反映的单位或个人】\n某公司\n"
        "【交来的材料】\n合同（原件，2 份，每份 3 页）"
    )
    assert MAN not in words.as_text()


def test_what_nobody_said_is_told():
    words = read_back(visit(claim="", facts="", is_anonymous=True))

    assert words.as_text() == (
        "【来访人】\n匿名　1 人\n【您的请求】\n还没有写。\n"
        "【事实与理由】\n没有写。\n【交来的材料】\n没有交材料。"
    )


@given(first=WORDS, second=WORDS)
def test_an_answer_counts_for_these_words_and_no_others(first: str, second: str):
    one = read_back(visit(person(), claim=first))
    other = read_back(visit(person(), claim=second))

    assert (one.digest == other.digest) == (one.as_text() == other.as_text())


@given(claim=WORDS, facts=WORDS)
def test_no_line_that_was_written_is_left_out(claim: str, facts: str):
    text = read_back(visit(person(), claim=claim, facts=facts)).as_text()

    for line in f"{claim}\n{facts}".splitlines():
        assert line.strip() in text


def test_the_number_changes_nothing_of_what_was_confirmed():
    words = read_back(visit(person()))

    assert replace(words, number="420921-LF-20261123-0001").digest == words.digest
