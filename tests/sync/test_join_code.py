"""登记码: what is read out and typed comes in as it was given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict

from reception_desk.errors import InvalidInputError
from reception_desk.sync.join_code import JoinCode, new_secret, read_code, read_hosts

CODE = JoinCode("desk_w1", "7KQ4M2XP9TDH3RW8YB2C", (("10.0.0.5", "5433"),), "hall")


@pytest.mark.parametrize(
    "code",
    [
        CODE,
        JoinCode("desk_w1", CODE.secret, (("10.0.0.5", "5432"),), "centre"),
        JoinCode("w", CODE.secret, (("a.example", "5432"), ("b.example", "5433")), "centre"),
        JoinCode("w", CODE.secret, (("fd00::1", "5432"), ("::1", "5433")), "centre"),
    ],
)
def test_a_code_is_read_back(code):
    assert read_code(str(code)) == code


def test_port_and_database_that_are_usual_are_left_out():
    usual = JoinCode("desk_w1", CODE.secret, (("10.0.0.5", "5432"),), "centre")

    assert str(usual).endswith("@10.0.0.5")
    assert str(CODE).endswith("@10.0.0.5:5433/hall")


@pytest.mark.parametrize(
    "typed",
    [
        str(CODE).replace("-", ""),
        f"  {str(CODE).lower()}\n",
        str(CODE).replace("@", " @ ").replace(".", ".\u200b", 1),
        "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in str(CODE)),
    ],
)
def test_case_blanks_dashes_and_wide_characters_do_not_matter(typed):
    assert read_code(typed) == CODE


def test_letters_that_look_like_digits_are_read_as_digits():
    code = JoinCode("w", "00000000001111111111", (("a", "5432"),), "centre")
    login, rest = str(code).split(".", 1)
    secret, place = rest.split("@")

    assert read_code(f"{login}.{secret.replace('0', 'O').replace('1', 'l')}@{place}") == code


def test_one_character_copied_wrongly_is_nearly_always_found():
    text = str(CODE)
    start = text.index(".") + 1
    wrong = [
        text[:at] + ("2" if text[at] != "2" else "3") + text[at + 1 :]
        for at in range(start, text.index("@"))
        if text[at] != "-"
    ]
    found = sum(_is_refused(each) for each in wrong)

    assert found >= len(wrong) - 2


def _is_refused(text: str) -> bool:
    try:
        read_code(text)
    except InvalidInputError:
        return True
    return False


@given(st.text(max_size=80))
def test_anything_else_is_refused_with_a_sentence(text):
    with pytest.raises(InvalidInputError, match=r"登记码|中心的地址"):
        read_code(text)


def test_the_connection_string_holds_no_secret():
    assert conninfo_to_dict(CODE.dsn) == {
        "host": "10.0.0.5", "port": "5433", "dbname": "hall", "user": "desk_w1",
    }  # fmt: skip
    assert CODE.secret not in repr(CODE)


def test_secrets_are_twenty_characters_that_cannot_be_confused():
    made = {new_secret() for _ in range(50)}

    assert len(made) == 50
    assert all(len(secret) == 20 and not set(secret) & set("ILOU") for secret in made)


def test_an_address_that_is_none_is_told():
    with pytest.raises(InvalidInputError, match="地址"):
        read_hosts("10.0.0.5;rm")
