"""依法删除: the grounds of Art. 47(1), and a reason that names nobody."""

import pytest

from reception_desk.errors import InvalidInputError
from reception_desk.rules.erasure import EraseBasis, check_reason

PERSON = ("张伟", "13800000000", None, "", "乙")


def test_each_ground_says_where_it_stands():
    articles = [basis.article for basis in EraseBasis]

    assert articles[0] == "《个人信息保护法》第四十七条第一款第（一）项"
    assert articles[-1].endswith("第（五）项")
    assert len({basis.label for basis in EraseBasis}) == len(articles) == 5


def test_a_reason_is_taken_without_its_blanks():
    assert check_reason("  乙类档案销毁清册 ", PERSON) == "乙类档案销毁清册"


@pytest.mark.parametrize("reason", ["", " \n", "张伟的申请", "见13800000000短信"])
def test_a_reason_that_is_empty_or_names_a_person_is_refused(reason: str):
    with pytest.raises(InvalidInputError):
        check_reason(reason, PERSON)
