"""The bodies of review that opinions name."""

import pytest

from reception_desk.errors import NotPermittedError
from reception_desk.services.remedies import Remedies, remedies, save_remedies

GIVEN = Remedies("孝昌县人民政府", "孝昌县花园镇", "", "孝感市人民政府", "孝感市", "0712-0000003")


def test_what_the_office_wrote_is_kept(desk):
    assert remedies(desk.database) == Remedies()
    save_remedies(desk.database, desk.administrator, GIVEN)
    assert remedies(desk.database) == GIVEN


def test_only_who_may_edit_settings_writes_them(desk):
    with pytest.raises(NotPermittedError):
        save_remedies(desk.database, desk.clerk, GIVEN)
    assert remedies(desk.database) == Remedies()
