"""Any row, whatever stands in it, comes out at the other desk as it went in."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text, update

from reception_desk.models import Base
from reception_desk.models.base import is_append_only
from reception_desk.sync.centre_text import from_centre, json_to_centre, to_centre
from tests.sync.desks import Desk
from tests.sync.strategies import rows, texts

_ANY = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def pair(new_desk: Callable[..., Desk]) -> tuple[Desk, Desk]:
    return new_desk("A"), new_desk("B")


@_ANY
@given(st.lists(rows(stream=1), min_size=1, max_size=6))
def test_any_row_and_any_change_of_it_round_trips(pair, found):
    a, b = pair
    written = [entry for entry in found if _write(a, *entry[:2])]
    a.sync()
    b.sync()
    assert a.rows() == b.rows()

    for name, row, other in written:
        _change(a, name, row["id"], other)
    a.sync()
    b.sync()

    assert a.rows() == b.rows()
    assert a.scalar("SELECT count(*) FROM outbox WHERE refusal IS NOT NULL") == 0


@given(texts)
@example("\ufdd00")
@example("\0\ufdd0\0")
def test_text_survives_the_way_to_the_centre_and_back(given_text):
    travelling = to_centre(given_text)

    assert "\0" not in travelling
    assert from_centre(travelling) == given_text


@given(texts.filter(lambda found: "\0" in found or "\ufdd0" in found))
def test_text_inside_json_is_treated_alike(given_text):
    body = json_to_centre(json.dumps({"a": [given_text, 1, None]}, ensure_ascii=False))

    assert json.loads(body) == {"a": [to_centre(given_text), 1, None]}


def _write(desk: Desk, name: str, row: dict[str, Any]) -> bool:
    """Insert a row whose parents need not exist, captured as any other."""
    if desk.get(row["id"], "id", table=name):
        return False
    with desk.database.apply() as connection:
        connection.execute(text("UPDATE sync_state SET applying = 0"))
        connection.execute(insert(Base.metadata.tables[name]), row)
    return True


def _change(desk: Desk, name: str, row_id: str, values: dict[str, Any]) -> None:
    table = Base.metadata.tables[name]
    if is_append_only(table):
        return
    with desk.database.apply() as connection:
        connection.execute(text("UPDATE sync_state SET applying = 0"))
        kept = {column: value for column, value in values.items() if column != "id"}
        connection.execute(update(table).where(table.c.id == row_id).values(kept))
