"""Document numbers: what is read from them and what is odd."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.rules.check_digits import credit_check, resident_check
from reception_desk.rules.identity import DocumentType, IdentityKind, check_identity
from tests.rules.strategies import ANY_TEXT, credit_codes, resident_numbers

RESIDENT = DocumentType.RESIDENT
TODAY = date(2026, 11, 23)


def test_resident_number_tells_birth_sex_and_division():
    check = check_identity(RESIDENT, "420921190001010016", today=TODAY)
    assert check.is_valid
    assert check.kind is IdentityKind.RESIDENT
    assert (check.birth_date, check.sex, check.division_code) == (date(1900, 1, 1), "1", "420921")
    assert check_identity(RESIDENT, "420921190102030024").sex == "2"
    assert check_identity(RESIDENT, "420921190505051145").is_valid


def test_e_34_day_that_does_not_exist_is_odd_though_the_check_digit_fits():
    check = check_identity(RESIDENT, "420921190002290013")
    assert resident_check("42092119000229001") == "3"
    assert not check.is_valid
    assert "1900年2月29日不存在" in (check.problem or "")
    assert check.birth_date is None


def test_birth_after_today_is_odd_only_when_today_is_given():
    body = "42092129991231001"
    number = body + resident_check(body)
    assert not check_identity(RESIDENT, number, today=TODAY).is_valid
    assert check_identity(RESIDENT, number).is_valid


@pytest.mark.parametrize(
    "typed",
    ["420921 19000101 0016", "４２０９２１１９０００１０１００１６", "420921-19000101-0016\n"],
)
def test_spaces_hyphens_and_full_width_digits_are_normalised(typed: str):
    check = check_identity(RESIDENT, typed)
    assert check.normalised == "420921190001010016"
    assert check.is_valid


def test_small_x_is_normalised():
    body = next(
        body
        for body in (f"42092119000101{number:03d}" for number in range(1000))
        if resident_check(body) == "X"
    )
    assert check_identity(RESIDENT, f"{body}x").normalised == f"{body}X"
    assert check_identity(RESIDENT, f"{body}ｘ").is_valid


@pytest.mark.parametrize(
    ("document_type", "number", "kind", "part"),
    [
        (RESIDENT, "420921190001010017", IdentityKind.RESIDENT, "校验位"),
        (RESIDENT, "42092119000101001", IdentityKind.RESIDENT, "18位"),
        (RESIDENT, "42092119000101001A", IdentityKind.RESIDENT, "数字"),
        (RESIDENT, "900000190001010010", IdentityKind.RESIDENT, "外国人"),
        (RESIDENT, "420921000230001", IdentityKind.RESIDENT_15, "不存在"),
        (DocumentType.HK_MACAU_TAIWAN_RESIDENCE, "420921190001010016",
         IdentityKind.HK_MACAU_TAIWAN_RESIDENCE, "81"),
        (DocumentType.FOREIGN_RESIDENCE, "12345", IdentityKind.FOREIGN_RESIDENCE, "3个字母"),
        (DocumentType.PASSPORT, "E1", IdentityKind.PASSPORT, "护照"),
        (DocumentType.HK_MACAU_TRAVEL_PERMIT, "X12345678",
         IdentityKind.HK_MACAU_TRAVEL_PERMIT, "港澳"),
        (DocumentType.TAIWAN_TRAVEL_PERMIT, "123", IdentityKind.TAIWAN_TRAVEL_PERMIT, "台湾"),
        (DocumentType.CREDIT_CODE, "123", IdentityKind.ORGANISATION, "18位"),
        (DocumentType.CREDIT_CODE, "91420921IIIIIIIII0", IdentityKind.ORGANISATION, "校验"),
    ],
)  # fmt: skip
def test_odd_number_gets_one_sentence(
    document_type: str, number: str, kind: IdentityKind, part: str
):
    check = check_identity(document_type, number)
    assert not check.is_valid
    assert check.kind is kind
    assert part in (check.problem or "")


@pytest.mark.parametrize(
    ("document_type", "number", "kind"),
    [
        (RESIDENT, "420921000101001", IdentityKind.RESIDENT_15),
        (RESIDENT, "810000190001010018", IdentityKind.HK_MACAU_TAIWAN_RESIDENCE),
        (DocumentType.HK_MACAU_TAIWAN_RESIDENCE, "810000190001010018",
         IdentityKind.HK_MACAU_TAIWAN_RESIDENCE),
        (DocumentType.FOREIGN_RESIDENCE, "ABC123456789012", IdentityKind.FOREIGN_RESIDENCE_OLD),
        (DocumentType.PASSPORT, "e12345678", IdentityKind.PASSPORT),
        (DocumentType.HK_MACAU_TRAVEL_PERMIT, "H12345678", IdentityKind.HK_MACAU_TRAVEL_PERMIT),
        (DocumentType.HK_MACAU_TRAVEL_PERMIT, "M1234567801", IdentityKind.HK_MACAU_TRAVEL_PERMIT),
        (DocumentType.TAIWAN_TRAVEL_PERMIT, "12345678", IdentityKind.TAIWAN_TRAVEL_PERMIT),
        (DocumentType.OFFICER, "南字第1234567号", IdentityKind.OTHER),
        ("999", "anything", IdentityKind.OTHER),
        (RESIDENT, "  ", IdentityKind.EMPTY),
    ],
)  # fmt: skip
def test_other_documents_are_recognised(document_type: str, number: str, kind: IdentityKind):
    check = check_identity(document_type, number)
    assert (check.is_valid, check.kind) == (True, kind)


@given(resident_numbers(), st.integers(0, 17), st.integers(1, 9))
def test_any_single_wrong_digit_is_noticed(number: str, place: int, step: int):
    assert check_identity(RESIDENT, number).is_valid
    if number[place] == "X":
        return
    wrong = str((int(number[place]) + step) % 10)
    typed = number[:place] + wrong + number[place + 1 :]
    check = check_identity(RESIDENT, typed)
    assert not check.is_valid or check.kind is not IdentityKind.RESIDENT


@given(resident_numbers(prefix="912345"))
def test_new_foreign_residence_card_has_no_division(number: str):
    check = check_identity(DocumentType.FOREIGN_RESIDENCE, number)
    assert check.is_valid
    assert check.division_code is None


@given(credit_codes(), st.integers(0, 16))
def test_credit_code_is_checked(code: str, place: int):
    assert check_identity(DocumentType.CREDIT_CODE, code).is_valid
    other = "1" if code[place] != "1" else "2"
    typed = code[:place] + other + code[place + 1 :]
    assert not check_identity(DocumentType.CREDIT_CODE, typed).is_valid


def test_credit_check_of_a_foreign_character_is_none():
    assert credit_check("I" * 17) is None


@given(st.sampled_from([*DocumentType, "?"]), ANY_TEXT)
def test_nothing_typed_ever_raises_and_normalising_is_idempotent(document_type: str, text: str):
    check = check_identity(document_type, text, today=TODAY)
    again = check_identity(document_type, check.normalised, today=TODAY)
    assert again == check
