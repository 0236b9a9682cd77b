"""The hall's card: who may change it, what is kept, and the first start."""

import pytest

from reception_desk.errors import InvalidInputError, NotPermittedError
from reception_desk.models import Database
from reception_desk.records.papers import Office
from reception_desk.rules.units import BUREAU_CODE
from reception_desk.services import hall
from reception_desk.services.office import OfficeInput, is_set_up, office_card
from tests.offices import KEY, PASSWORD, SampleOffice


def office(**values: str) -> OfficeInput:
    given = {
        "unit_code": BUREAU_CODE,
        "desk_code": "2",
        "window": "2",
        "administrator_login": "admin",
        "administrator_name": "管理员",
        "administrator_password": PASSWORD,
    }
    return OfficeInput(**(given | values))


def test_the_card_is_kept_clean(desk: SampleOffice):
    given = Office(hall=" 接待\x07中心\n", phone="0712-0000000", website="")
    hall.save_hall(desk.database, desk.administrator, given)

    card = office_card(desk.database)
    assert (card.hall, card.phone, card.website) == ("接待中心", "0712-0000000", "")


def test_an_empty_name_is_the_units_own_hall(desk: SampleOffice):
    hall.save_hall(desk.database, desk.administrator, Office(hall=""))
    assert office_card(desk.database).hall == "孝昌县信访局群众来访接待大厅"


def test_only_the_administrator_changes_it(desk: SampleOffice):
    with pytest.raises(NotPermittedError):
        hall.save_hall(desk.database, desk.clerk, Office(hall="别的大厅"))


def test_the_first_start_keeps_desk_and_card(tmp_path):
    database = Database(tmp_path / "desk.db", KEY)
    actor = hall.open_hall(database, office(), Office(hall="", address="花园镇样例路1号"))

    assert (actor.desk.code, actor.desk.window) == ("2", "2")
    assert office_card(database).address == "花园镇样例路1号"
    database.close()


@pytest.mark.parametrize(
    "wrong",
    [{"desk_code": "一号"}, {"desk_code": ""}, {"desk_code": "123456789"}, {"window": ""}],
)
def test_a_code_that_fits_no_number_sets_nothing_up(tmp_path, wrong: dict[str, str]):
    database = Database(tmp_path / "desk.db", KEY)
    with pytest.raises(InvalidInputError):
        hall.open_hall(database, office(**wrong), Office(hall=""))
    assert not is_set_up(database)
    database.close()
