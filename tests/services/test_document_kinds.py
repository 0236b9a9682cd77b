"""Kinds of papers in the rows: those of later releases stand beside one that every desk knows."""

from reception_desk.models.document import Document
from reception_desk.records.document import DocumentKind
from reception_desk.services.document_kinds import kind_of, stored_kind

OF_FIRST = {"registration_form", "receipt"}


def test_every_kind_is_read_back_and_older_desks_know_what_they_see():
    for kind in DocumentKind:
        known, later = stored_kind(kind)

        assert known in OF_FIRST
        assert kind_of(Document(kind=known, later_kind=later)) is kind


def test_a_kind_of_a_later_release_is_what_stands_for_it():
    row = Document(kind="registration_form", later_kind="notice_of_the_next_release")

    assert kind_of(row) is DocumentKind.REGISTRATION_FORM
