"""Matters by words and numbers: the index finds what reading every title finds."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
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
    bring_up(desk.database, desk.clerk, BY)
    return desk


@pytest.fixture(params=[(9, 9), (0, 9), (0, 0)], ids=["few say it", "some say it", "most say it"])
def shares(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    few, most = request.param
    monkeypatch.setattr(matter_words, "FEW", few)
    monkeypatch.setattr(matter_words, "MOST", most)


def found(hall: SampleOffice, words: str) -> set[str]:
    bring_up(hall.database, hall.clerk, BY)
    chosen = MatterFilter(text=words)
    rows = list_matters(hall.database, hall.clerk, chosen)
    assert count_matters(hall.database, hall.clerk, chosen) == len(rows)
    return {row.title for row in rows}


@pytest.mark.usefixtures("shares")
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


@pytest.mark.usefixtures("shares")
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


SIGNS = st.sampled_from("修路补偿款\U00020000\U0002a6d6㐀abAB19 0%_\"'*-－Ａéß·\x1f")
TITLES = st.text(SIGNS, min_size=1, max_size=12)


@pytest.mark.usefixtures("shares")
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    titles=st.lists(TITLES, min_size=1, max_size=6), words=st.text(SIGNS, min_size=1, max_size=4)
)
def test_the_index_finds_what_reading_every_title_finds(
    hall: SampleOffice, titles: list[str], words: str
):
    ids = [row.matter_id for row in list_matters(hall.database, hall.clerk, MatterFilter())]
    hall.database.make_search_keys()
    named = dict(zip(ids, titles * len(ids), strict=False))
    with hall.database.write() as session:
        for matter_id, title in named.items():
            values = {"title": title, "id": matter_id}
            session.execute(text("UPDATE matter SET title = :title WHERE id = :id"), values)
        session.execute(text("DELETE FROM search_key WHERE kind = 'v'"))  # titles alone
    sought = plain(words)
    expected = {each for each, title in named.items() if sought and sought in plain(title)}
    chosen = MatterFilter(text=words)
    rows = list_matters(hall.database, hall.clerk, chosen)
    assert {row.matter_id for row in rows} == expected
    assert count_matters(hall.database, hall.clerk, chosen) == len(expected)


def plain(text: str) -> str:
    return text.casefold().replace("\x1f", "")
