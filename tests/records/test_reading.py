import re

import pytest

from reception_desk.records.reading import ReadingFailure


@pytest.mark.parametrize("failure", list(ReadingFailure))
def test_every_failure_says_what_happened_what_is_safe_and_what_to_do(failure: ReadingFailure):
    problem = failure.problem

    for sentence in (problem.message, problem.saved, problem.advice):
        assert re.fullmatch(r"[\u4e00-\u9fff，；、]+。", sentence)
