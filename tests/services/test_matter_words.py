"""Matters by words and numbers: the index finds what reading every title finds."""

import pytest
from sqlalchemy import text

from reception_desk.records.matters import MatterFilter
from reception_desk.services import matter_words
from reception_desk.services.matter_list import count_matters, list_matters
from reception_desk.services.standings import bring_up
from tests.offices import MORNING, SampleOffice
from tests.services.test_matter_papers import BY
from tests.services.test_steps import registered

CLAIMS = ("要求修建通组公路", "反映通组公路占地未补偿", "反映100%返还集资款", "要求修桥，附ABC表")


@pytest.fixture
def hall(desk: SampleOffice) -> SampleOffice:
    for claim in CLAIMS:
        registered(desk, claim=claim, arrived_at=MORNING)
    return desk


@pytest.fixture(params=[matter_words.FEW, 0], ids=["few visits say it", "too many say it"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matter_words, "FEW", request.param)


def found(hall: SampleOffice, words: str) -> set[str]:
    bring_up(hall.database, hall.clerk, BY)
    chosen = MatterFilter(text=words)
    rows = list_matters(hall.database, hall.clerk, chosen)
    assert count_matters(hall.database, hall.clerk, chosen) == len(rows)
    return {row.title for row in rows}


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("通组公路", (0, 1)),
        ("公路", (0, 1)),
        ("路", (0, 1)),
        ("占地未补偿", (1,)),
        ("100%返还", (2,)),
        ("0%返", (2,)),
        ("%%%", ()),
        ('"公路"', ()),
        ("abc", (3,)),
        ("没有的词", ()),
    ],
)
def test_words_of_a_title(hall: SampleOffice, words: str, at: tuple[int, ...]):
    assert found(hall, words) == {CLAIMS[place] for place in at}


@pytest.mark.usefixtures("few")
def test_words_that_stand_below_the_title_are_not_of_it(hall: SampleOffice):
    registered(hall, claim="要求通水", facts="通组公路旁的水管断了")
    assert found(hall, "通组公路") == {CLAIMS[0], CLAIMS[1]}


def test_a_number_by_its_beginning(hall: SampleOffice):
    assert found(hall, "T-1-20261123") == set(CLAIMS)
    assert found(hall, "t-1-20261123-002") == {CLAIMS[1]}
    assert found(hall, "T-9") == set()


def test_a_title_whose_visit_went_to_another_matter_is_found(hall: SampleOffice):
    other = registered(hall, claim="要求更换变压器")
    with hall.database.write() as session:
        session.execute(
            text("UPDATE visit_matter SET voided_at = created_at WHERE matter_id = :id"),
            {"id": other},
        )
    assert found(hall, "更换变压器") == {"要求更换变压器"}
