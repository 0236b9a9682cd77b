"""The first lines of a list: an index that is walked gives what sorting gives."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from reception_desk.models.standing import MatterStanding
from reception_desk.records.steps import StepInput
from reception_desk.rules.states import LIVE
from reception_desk.rules.transition import Event
from reception_desk.services.matter_order import sorted_keys, walked_keys
from reception_desk.services.matter_words import Share, Words
from reception_desk.services.standings import bring_up
from reception_desk.services.steps import take_step
from tests.offices import MORNING, SampleOffice
from tests.services.test_matter_papers import BY
from tests.services.test_steps import registered

CLAIMS = ("要求修路", "要求修桥", "要求通水", "反映修渠", "要求修塘", "反映断水")


@pytest.fixture(scope="module")
def hall(
    set_up_office: SampleOffice, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SampleOffice]:
    """Six matters of three days; two of them are done and have no day any more. Only read."""
    desk = set_up_office.copied_to(tmp_path_factory.mktemp("hall"))
    for at, claim in enumerate(CLAIMS):
        matter_id = registered(desk, claim=claim, arrived_at=MORNING - timedelta(days=at % 3))
        if at % 3 == 0:
            done = StepInput(Event.ANSWERED, reason="已列计划")
            take_step(desk.database, desk.clerk, matter_id, done, BY)
    bring_up(desk.database, desk.clerk, BY)
    desk.database.make_search_keys()
    yield desk
    desk.database.close()


@pytest.mark.parametrize("is_live", [False, True], ids=["all", "live"])
@pytest.mark.parametrize("text", ["", "修", "要求", "断水", "没有"])
@pytest.mark.parametrize("share", list(Share))
@pytest.mark.parametrize("most", [1, 2, 4, 500])
def test_walking_finds_what_sorting_finds(
    hall: SampleOffice, text: str, share: Share, most: int, *, is_live: bool
):
    conditions = [MatterStanding.state.in_(LIVE)] if is_live else []
    words = Words(text, share) if text else None
    with hall.database.read() as session:
        expected = sorted_keys(session, conditions, words, most)
        assert walked_keys(session, conditions, words, most, is_live=is_live) == expected
        assert len(expected) <= most
        plain = sum(text in claim for at, claim in enumerate(CLAIMS) if not is_live or at % 3)
        assert len(expected) == min(most, plain)
