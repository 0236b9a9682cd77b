"""`desk centre` of a city: made, fed and looked at as its administrator types it."""

import io
import json
from collections.abc import Iterator

import pytest

from reception_desk.sync.embedded_postgres import EmbeddedPostgres, running_postgres
from tests.commands.test_centre import desk

pytestmark = pytest.mark.slow


@pytest.fixture
def servers() -> Iterator[tuple[EmbeddedPostgres, EmbeddedPostgres]]:
    settings = {"wal_level": "logical"}
    with running_postgres(settings=settings) as below, running_postgres() as above:
        yield below, above


def test_from_a_county_to_its_city(servers, monkeypatch):
    below, above = servers
    county, city = below.new_database("county"), above.new_database("city")
    assert desk(county, "init")[0] == 0
    assert "六位" in desk(city, "init", "--level", "city")[2]
    status, out, _ = desk(city, "init", "--level", "city", "--counties", "420921,420922")
    assert (status, out.startswith("市级中心已是最新")) == (0, True)

    status, out, err = desk(county, "publish", "--county", "420921")
    assert (status, err) == (0, "")
    source, secret = (line.split("：", 1)[1] for line in out.splitlines()[:2])
    assert secret not in desk(county, "publish")[1]
    assert "--from" in desk(city, "subscribe", "420921")[2]
    assert "没有订阅 420921" in desk(city, "subscribe", "420921", "--refresh")[2]
    monkeypatch.setattr("sys.stdin", io.StringIO("wrong\n"))
    assert desk(city, "subscribe", "420921", "--from", source)[0] == 2
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{secret}\n"))

    assert desk(city, "subscribe", "420921", "--from", source)[0] == 0

    assert desk(city, "subscribe", "420921", "--refresh")[0] == 0
    assert "下级 420921（420921）：" in desk(city, "status")[1]
    told = json.loads(desk(city, "status", "--json")[1])
    assert (told["level"], told["rows"]["visit"]) == ("city", 0)
    assert "上级 city_420921：" in desk(county, "status")[1]
    assert "还不是中心" in desk(city, "add-desk", "A", "--streams", "1")[2]
