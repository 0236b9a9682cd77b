"""Every way through the questions ends soon, with an article; accusations go to one place."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.config import resource
from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.records.document import DocumentKind
from reception_desk.records.route import RouteAdvice, RouteOutcome
from reception_desk.rules.codes import CodeListName, code_list
from reception_desk.rules.route_forums import read_words, shipped_words
from reception_desk.rules.route_tree import ACCUSATION, MOST_QUESTIONS, QUESTIONS, WAYS, Question
from reception_desk.rules.routes import EVENTS, advise, may_receive, path_of
from reception_desk.rules.units import UnitKind, load_units
from reception_desk.rules.workflow import TRANSITIONS

COUNTY_FORUM = """forum = "中共孝昌县纪律检查委员会、孝昌县监察委员会"
unit = "D10"
address = ""
phone = "12388"
"""
VISIT_CLAIM = {"form": "visit", "kind": "claim"}


def every_path(answers: dict[str, str] | None = None) -> Iterator[dict[str, str]]:
    """Yield the answers of every way through the questions."""
    answers = answers or {}
    ahead = path_of(answers).ahead
    if isinstance(ahead, Question):
        for answer in ahead.answers:
            yield from every_path({**answers, ahead.code: answer.code})
    else:
        yield answers


PATHS = tuple(every_path())


@st.composite
def walks(draw: st.DrawFn) -> dict[str, str]:
    """Draw the answers somebody gives until nothing more is asked."""
    answers: dict[str, str] = {}
    while isinstance(ahead := path_of(answers).ahead, Question):
        answers[ahead.code] = draw(st.sampled_from(ahead.answers)).code
    return answers


def kinds_named(advice: RouteAdvice) -> set[UnitKind]:
    kinds = {unit.code: unit.kind for unit in load_units()}
    code = advice.forum.unit_code if advice.forum else ""
    return {kinds[code]} if code else set()


@given(walks())
def test_a_path_ends_in_five_questions_with_an_article_and_a_reason_each(answers: dict[str, str]):
    advice = advise(answers)

    assert len(answers) <= MOST_QUESTIONS
    assert dict(advice.answers) == answers
    assert len(advice.reasons) == len(answers)
    assert all(reason.endswith("。") for reason in advice.reasons)
    assert advice.articles
    assert all(article.startswith("第") for article in advice.articles)
    assert advice.papers
    assert advice.tell.endswith("。")


@given(walks())
def test_an_accusation_goes_to_the_discipline_inspection_and_nothing_else_does(
    answers: dict[str, str],
):
    advice = advise(answers)
    is_accusation = advice.matter_class == ACCUSATION

    assert is_accusation == (advice.outcome is RouteOutcome.FORWARD_ACCUSATION)
    if is_accusation:
        assert kinds_named(advice) <= {UnitKind.DISCIPLINE}
        assert advice.forum is not None
        assert "纪律检查委员会" in advice.forum.name
    else:
        assert UnitKind.DISCIPLINE not in kinds_named(advice)


@given(walks(), st.data())
def test_answers_in_any_order_lead_to_the_same_advice(answers: dict[str, str], data: st.DataObject):
    shuffled = dict(data.draw(st.permutations(list(answers.items()))))

    assert advise(shuffled) == advise(answers)


def test_every_way_outcome_and_question_is_reached():
    reached = [advise(answers) for answers in PATHS]

    assert {advice.way for advice in reached} == set(WAYS)
    assert {advice.outcome for advice in reached} == set(RouteOutcome)
    assert {question for answers in PATHS for question in answers} == set(QUESTIONS)


@pytest.mark.parametrize("outcome", RouteOutcome)
def test_an_outcome_is_a_step_of_the_workflow(outcome: RouteOutcome):
    row = TRANSITIONS[EVENTS[outcome]]

    assert (row.number, row.label) == (outcome.number, outcome.label)


def test_number_keys_reach_every_answer():
    assert all(1 < len(question.answers) <= 6 for question in QUESTIONS.values())


def test_the_codes_are_those_of_the_lists():
    for list_name in (CodeListName.MATTER_CLASS, CodeListName.LEGAL_ROUTE):
        known = {entry.code for entry in code_list(list_name).rows}
        decided = {getattr(advise(answers), list_name.value) for answers in PATHS} - {""}

        assert decided == known


def test_only_an_urgent_report_leaves_the_class_open():
    open_ways = {advise(answers).way for answers in PATHS if not advise(answers).matter_class}

    assert open_ways == {"urgent"}


def test_guided_matters_start_no_clock_and_get_the_legal_route_notice():
    guided = [advise(a) for a in PATHS if advise(a).outcome is RouteOutcome.GUIDE]

    assert {advice.papers for advice in guided} == {(DocumentKind.LEGAL_ROUTE_NOTICE,)}
    assert {advice.legal_route for advice in guided} == {"1", "2", "3", "4", "5"}
    assert all("六十日内办结" not in limit.text for advice in guided for limit in advice.limits)


# Acceptance cases of domain.md §7


def test_ac_19_a_live_matter_is_linked_and_its_progress_told():
    advice = advise({**VISIT_CLAIM, "earlier": "pending"})

    assert advice.outcome is RouteOutcome.LINK
    assert advice.articles == ("第十九条第三款",)
    assert advice.papers == (DocumentKind.NON_ACCEPTANCE_NOTICE,)
    assert advice.limits == ()


def test_ac_19_after_the_period_the_unit_is_supervised_instead():
    advice = advise({**VISIT_CLAIM, "earlier": "overdue"})

    assert "第四十条" in advice.articles
    assert advice.papers == (DocumentKind.SUPERVISION_LETTER,)


def test_ac_21_a_visit_against_a_judgment_is_guided_and_a_letter_forwarded():
    about = {"kind": "claim", "earlier": "first", "subject": "justice", "justice": "court"}
    visit, letter = advise({"form": "visit", **about}), advise({"form": "letter", **about})

    assert visit.outcome is RouteOutcome.GUIDE
    assert visit.papers == (DocumentKind.LEGAL_ROUTE_NOTICE,)
    assert visit.forum is not None
    assert visit.forum.name == "孝昌县人民法院"
    assert letter.outcome is RouteOutcome.TRANSFER
    assert DocumentKind.TRANSFER_LETTER in letter.papers
    assert letter.forum is not None
    assert letter.forum.name == "中共孝昌县委政法委员会"
    assert "第二十二条第二款" in visit.articles
    assert "第二十二条第二款" in letter.articles


@pytest.mark.parametrize("form", ["visit", "letter"])
def test_ac_22_bribes_of_a_cadre_go_to_the_discipline_inspection_only(form: str):
    advice = advise({"form": form, "kind": "accusation", "accused": "county"})

    assert advice.outcome is RouteOutcome.FORWARD_ACCUSATION
    assert advice.forum is not None
    assert advice.forum.unit_code == "D10"
    assert advice.papers == (DocumentKind.TRANSFER_LETTER,)


def test_ac_22_an_accusation_of_the_county_s_own_inspectors_goes_one_level_up():
    advice = advise({"form": "visit", "kind": "accusation", "accused": "city"})

    assert advice.forum is not None
    assert advice.forum.unit_code == ""
    assert advice.forum.name.startswith("中共孝感市纪律检查委员会")


@pytest.mark.parametrize("kind", UnitKind)
def test_ac_22_no_other_unit_may_receive_an_accusation(kind: UnitKind):
    assert may_receive(ACCUSATION, kind) == (kind is UnitKind.DISCIPLINE)
    assert may_receive("3", kind)
    assert may_receive(None, kind)


def test_ac_23_a_wage_dispute_is_guided_to_arbitration_with_its_year():
    advice = advise(
        {**VISIT_CLAIM, "earlier": "first", "subject": "arbitration", "arbitration": "labour"}
    )

    assert advice.outcome is RouteOutcome.GUIDE
    assert advice.articles == ("第三十一条第二项",)
    assert advice.forum is not None
    assert "劳动人事争议仲裁委员会" in advice.forum.name
    assert "一年" in advice.limits[0].text
    assert "第二十七条" in advice.limits[0].article


def test_after_the_recheck_the_same_facts_are_not_taken_again():
    advice = advise({**VISIT_CLAIM, "earlier": "rechecked"})

    assert advice.outcome is RouteOutcome.DECLINE_FURTHER
    assert advice.articles == ("第三十六条第三款",)
    assert advice.papers == (DocumentKind.NO_FURTHER_ACCEPTANCE_NOTICE,)


# Bad input


@pytest.mark.parametrize(
    ("answers", "parts"),
    [
        ({}, ("form", "还没有回答", "visit", "letter")),
        ({"form": "visit"}, ("kind", "还没有回答", "accusation")),
        ({"form": "手机"}, ("form", "手机", "letter")),
        ({"form": "visit", "kind": "claim", "earlier": "1"}, ("earlier", "pending")),
        ({"form": "visit", "urgent": "x"}, ("没有“urgent”这个问题", "protection")),
        ({"form": "visit", "justice": "court"}, ("不会问到问题 justice",)),
    ],
)
def test_a_wrong_answer_is_told_with_the_question_and_its_answers(
    answers: dict[str, str], parts: tuple[str, ...]
):
    with pytest.raises(InvalidInputError) as refused:
        advise(answers)

    assert all(part in str(refused.value) for part in parts)


def edited(tmp_path: Path, old: str, new: str) -> Path:
    text = resource("routes.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "routes.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_an_address_the_office_fills_in_is_in_the_advice(tmp_path: Path):
    words = read_words(edited(tmp_path, 'address = ""\nphone = "12368"', 'address = "站前路1号"'))
    about = {"earlier": "first", "subject": "justice", "justice": "court"}
    advice = advise({**VISIT_CLAIM, **about}, words)

    assert advice.forum is not None
    assert (advice.forum.address, advice.forum.phone) == ("站前路1号", "")
    assert shipped_words()["court"].forum != advice.forum


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ('unit = "D10"', 'unit = "T100"', ("discipline_county", "第三十条")),
        ("中共孝感市纪律检查委员会、孝感市监察委员会", "花园镇人民政府",
         ("discipline_city", "第三十条")),
        (COUNTY_FORUM, "", ("discipline_county", "第三十条")),
        ('unit = "D24"', 'unit = "D99"', ("labour_arbitration", "D99")),
        ("[urgent]", "[urgently]", ("[urgent]", "缺少")),
        ("[suggestion_answered]", "[extra]\ntell = '有。'\n[suggestion_answered]", ("[extra]",)),
        ('phone = "12368"', 'telephone = "12368"', ("[court]", "telephone")),
        ('phone = "12368"', "phone = 12368", ("[court]", "phone", "文字")),
        ('forum = "孝昌县人民检察院"', "", ("[procuratorate]", "forum")),
        ('tell = "您的问题已经当场答复、当场办理。"', "", ("[answered]", "tell")),
        ('text = "诉讼时效一般为三年', 'words = "诉讼时效一般为三年', ("[civil]", "article")),
        ("limits = [\n", "limits = 5\nother = [\n", ("[review]", "other")),
        ("[court]", "[court", ("routes.toml", "无法读取")),
        ("[accepted]\n", "accepted = 1\n[[pending]]\n", ("routes.toml", "无法读取")),
    ],
)  # fmt: skip
def test_a_wrong_table_is_told_with_its_section(
    tmp_path: Path, old: str, new: str, parts: tuple[str, ...]
):
    with pytest.raises(DeskError) as refused:
        read_words(edited(tmp_path, old, new))

    assert all(part in str(refused.value) for part in ("routes.toml", *parts))


def test_a_table_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(DeskError, match=r"none\.toml 无法读取"):
        read_words(tmp_path / "none.toml")
