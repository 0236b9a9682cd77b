import pytest

from reception_desk.devices.scanner.escl_xml import EsclSyntaxError, number_of, read_xml, texts_of

BOMB = (
    b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x 'xxxxxxxx'><!ENTITY y '&x;&x;&x;&x;'>]>"
    b"<a>&y;&y;&y;&y;</a>"
)


def test_names_count_whatever_their_prefix():
    tree = read_xml(b"<s:a xmlns:s='urn:1'><b> 1 </b><q:b xmlns:q='urn:2'>2</q:b></s:a>", "a")

    assert texts_of(tree, "b") == ["1", "2"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\xff\xfe nothing",
        b"<a>",
        b"<a></b>",
        b"<b/>",
        b"<a>&undefined;</a>",
        BOMB,
        BOMB.decode().encode("utf-16"),
        b"<!DOCTYPE a SYSTEM 'http://192.0.2.1/a.dtd'><a/>",
        b"<?xml version='1.0' encoding='gb2312'?><a>\xd6\xd0</a>",
        b"<?xml version='1.0' encoding='no-such'?><a/>",
    ],
)
def test_what_is_no_sound_xml_of_the_kind_is_refused(data: bytes):
    with pytest.raises(EsclSyntaxError):
        read_xml(data, "a")


@pytest.mark.parametrize(
    ("text", "number"), [("300", 300), ("", 0), ("-1", 0), ("3e9", 0), ("٣", 0), ("9999999", 0)]
)
def test_numbers_that_make_no_sense_are_none(text: str, number: int):
    tree = read_xml(f"<a><n>{text}</n></a>".encode(), "a")

    assert number_of(tree, "n") == number
