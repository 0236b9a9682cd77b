"""Papers as pictures: every page is as dark, square by square, as in the reference."""

import pytest

from tests.documents.reading import EXAMPLES, PAPERS, REFERENCE, as_ink

ALL = {**PAPERS, **EXAMPLES}
NEAR = 1
"""Levels of ten that edges smoothed otherwise may differ by."""


@pytest.mark.parametrize("name", ALL)
def test_a_paper_looks_as_its_reference_does(name: str):
    drawn = as_ink(ALL[name]())
    kept = (REFERENCE / f"{name}.ink").read_text(encoding="ascii")
    assert [len(line) for line in drawn.splitlines()] == [len(line) for line in kept.splitlines()]
    other = [
        place
        for place, (now, then) in enumerate(zip(drawn, kept, strict=True))
        if now.isdigit() and abs(int(now) - int(then)) > NEAR
    ]
    assert other == []


def test_a_line_that_moved_is_seen():
    from reception_desk.documents import catalogue
    from reception_desk.records.document import DocumentKind

    kind = DocumentKind.ACCEPTANCE_NOTICE
    data = catalogue.paper_form(kind).example
    longer = catalogue.render(kind, {**data, "matter": str(data["matter"]) * 2})
    drawn, kept = as_ink(longer), as_ink(ALL[f"example_{kind.value}"]())
    far = [1 for now, then in zip(drawn, kept, strict=True) if now != then]
    assert len(far) > 20
