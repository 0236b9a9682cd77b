"""A signature given at one window is at the other, and at the centre."""

from reception_desk.rules.read_back import read_back
from reception_desk.services.registration import register_visit
from reception_desk.services.signatures import sign, signature_of
from tests.offices import person, visit
from tests.services.test_signatures import signed
from tests.windows import Window, meet


def test_it_comes_to_the_other_window(windows: tuple[Window, Window]):
    one, two = windows
    record = register_visit(one.database, one.clerk, visit(person()))
    given = sign(one.database, one.clerk, record.visit_id, signed(record))

    meet(one, two)

    assert signature_of(two.database, two.clerk, record.visit_id) == given
    assert given.words_sha256 == read_back(record).digest
