"""What a registration still lacks."""

from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from reception_desk.rules.completeness import (
    Field,
    Registration,
    is_notice_exempt,
    may_save,
    missing,
    owed,
)

ARRIVED = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
BARE = Registration(arrived_at=ARRIVED, head_count=1, claim="请求支付工资")
FULL = replace(
    BARE,
    name="张三",
    phone="13800000000",
    document_number="420921190001010016",
    address="孝昌县花园镇某村",
    matter_class="3",
    category="040200",
    place_code="420921100",
    privacy_notice="2026-1",
)


def gaps(registration: Registration) -> set[Field]:
    """Return the fields that are missing."""
    return {gap.field for gap in missing(registration)}


def test_complete_registration_lacks_nothing():
    assert missing(FULL) == ()
    assert not is_notice_exempt(FULL)


def test_time_head_count_and_claim_are_all_that_is_required():
    assert may_save(BARE)
    required = {gap.field for gap in missing(Registration()) if gap.is_required}
    assert required == {Field.ARRIVED_AT, Field.HEAD_COUNT, Field.CLAIM}
    assert not may_save(replace(BARE, head_count=0))
    assert not may_save(replace(BARE, claim="  "))


def test_claim_may_be_completed_later_and_stays_on_the_list():
    later = replace(FULL, claim="", to_complete=True)
    assert may_save(later)
    assert gaps(later) == {Field.CLAIM}


def test_ac_18_no_card_and_no_address_still_register():
    visitor = replace(BARE, name="张三")
    assert may_save(visitor)
    assert {Field.DOCUMENT, Field.ADDRESS, Field.PHONE} <= gaps(visitor)
    assert is_notice_exempt(visitor)


def test_ac_18_clerk_judges_a_vague_address_too_unclear():
    vague = replace(FULL, document_number="", address="某村")
    assert not is_notice_exempt(vague)
    assert is_notice_exempt(replace(vague, is_unclear=True))


def test_anonymous_visitor_is_not_asked_for_a_name_or_document():
    anonymous = replace(BARE, is_anonymous=True)
    assert not gaps(anonymous) & {Field.NAME, Field.DOCUMENT}
    assert is_notice_exempt(anonymous)


def test_no_address_is_asked_of_the_anonymous_or_where_none_can_be_told():
    bare = replace(FULL, address="")
    assert gaps(bare) == {Field.ADDRESS}
    assert gaps(replace(bare, is_unclear=True)) == set()
    assert gaps(replace(bare, name="", is_anonymous=True)) == set()


def test_phone_and_document_are_offered_and_not_owed():
    shy = replace(FULL, phone="", document_number="")
    assert gaps(shy) == {Field.PHONE, Field.DOCUMENT}
    assert owed(shy) == ()
    assert owed(replace(shy, category="")) == missing(replace(FULL, category=""))


def test_group_needs_representatives_and_an_oral_claim_a_reading_back():
    assert gaps(replace(FULL, head_count=5)) == {Field.REPRESENTATIVES}
    assert gaps(replace(FULL, head_count=5, representatives=2)) == set()
    assert gaps(replace(FULL, is_oral=True)) == {Field.READ_BACK}
    assert gaps(replace(FULL, is_oral=True, read_back_at=ARRIVED)) == set()


@pytest.mark.parametrize(
    "field", ["name", "phone", "document_number", "address", "matter_class", "category",
              "place_code", "privacy_notice"],
)  # fmt: skip
def test_every_optional_field_is_listed_with_its_article(field: str):
    assert field in {each.name for each in fields(Registration)}
    found = missing(replace(FULL, **{field: ""}))
    assert len(found) == 1
    assert not found[0].is_required
    assert found[0].sentence
    assert "第" in found[0].article
