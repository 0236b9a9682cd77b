import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reception_desk.devices.printer.ipp_codec import (
    Attribute,
    Group,
    GroupTag,
    IppSyntaxError,
    Message,
    ValueTag,
    decode,
    encode,
)

NAMES = st.text(st.characters(codec="ascii", categories=["Ll"]), min_size=1, max_size=20)
TEXTS = st.text(max_size=40)
VALUES = {
    ValueTag.INTEGER: st.integers(-(2**31), 2**31 - 1),
    ValueTag.ENUM: st.integers(0, 2**31 - 1),
    ValueTag.BOOLEAN: st.booleans(),
    ValueTag.TEXT: TEXTS,
    ValueTag.NAME: TEXTS,
    ValueTag.KEYWORD: TEXTS,
    ValueTag.URI: TEXTS,
    ValueTag.MIME_TYPE: TEXTS,
    0x30: st.binary(max_size=20),
    0x13: st.just(b""),
}


def attributes_of(values: dict[int, st.SearchStrategy]) -> st.SearchStrategy[Attribute]:
    return st.sampled_from(sorted(values)).flatmap(
        lambda tag: st.builds(
            Attribute,
            NAMES,
            st.just(int(tag)),
            st.lists(values[tag], min_size=1, max_size=3).map(tuple),
        )
    )


PLAIN = attributes_of({int(tag): values for tag, values in VALUES.items()})
NESTED = st.recursive(
    PLAIN,
    lambda inner: attributes_of(
        {int(ValueTag.BEGIN_COLLECTION): st.lists(inner, max_size=3).map(tuple)}
    ),
    max_leaves=6,
)
GROUPS = st.builds(
    Group,
    st.sampled_from([1, 2, 4, 5]),
    st.lists(NESTED, max_size=4).map(tuple),
)
MESSAGES = st.builds(
    Message,
    st.integers(0, 0xFFFF),
    st.integers(0, 2**31 - 1),
    st.lists(GROUPS, max_size=3).map(tuple),
)


@settings(max_examples=50)
@given(MESSAGES, st.binary(max_size=30))
def test_what_is_encoded_is_decoded_whatever_document_follows(message: Message, document: bytes):
    assert decode(encode(message) + document) == message


@settings(max_examples=50)
@given(MESSAGES, st.data())
def test_a_message_cut_anywhere_is_refused(message: Message, data: st.DataObject):
    whole = encode(message)
    length = data.draw(st.integers(0, len(whole) - 1))

    with pytest.raises(IppSyntaxError):
        decode(whole[:length])


@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_refused(noise: bytes):
    try:
        decode(b"\2\0\0\0\0\0\0\1" + noise)
    except IppSyntaxError:
        return


def field(tag: int, name: bytes, value: bytes) -> bytes:
    return struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(value)) + value


HEAD = b"\2\0\0\0\0\0\0\1"


def test_a_request_on_the_wire():
    charset = Attribute("attributes-charset", ValueTag.CHARSET, ("utf-8",))

    assert encode(Message(0x0B, 7, (Group(GroupTag.OPERATION, (charset,)),))) == (
        b"\1\1\0\x0b\0\0\0\7\1G\0\x12attributes-charset\0\5utf-8\3"
    )


def test_an_empty_group_and_values_of_unknown_kinds_are_no_trouble():
    body = b"\2\4" + field(0x7E, b"vendor", b"\1\2") + b"\3"

    message = decode(HEAD + body)

    assert [group.tag for group in message.groups] == [2, 4]
    assert message.values(GroupTag.PRINTER, "vendor") == (b"\1\2",)


def test_text_with_its_language_is_text():
    value = struct.pack(">H", 2) + b"zh" + struct.pack(">H", 6) + "缺纸".encode()

    message = decode(HEAD + b"\4" + field(ValueTag.TEXT_WITH_LANGUAGE, b"said", value) + b"\3")

    assert message.values(GroupTag.PRINTER, "said") == ("缺纸",)


def test_a_number_of_a_wrong_size_is_kept_as_bytes():
    message = decode(HEAD + b"\2" + field(ValueTag.INTEGER, b"job-id", b"\1") + b"\3")

    assert message.values(GroupTag.JOB, "job-id") == (b"\1",)


@pytest.mark.parametrize(
    "body",
    [
        field(0x21, b"loose", b"\0\0\0\1") + b"\3",
        b"\2" + field(0x21, b"", b"\0\0\0\1") + b"\3",
        b"\2" + field(0x34, b"deep", b"") + (field(0x4A, b"", b"m") + field(0x34, b"", b"")) * 40,
        b"\2" + field(0x34, b"unnamed", b"") + field(0x21, b"", b"\0\0\0\1") + b"\3",
    ],
)
def test_what_no_printer_may_send_is_refused(body: bytes):
    with pytest.raises(IppSyntaxError):
        decode(HEAD + body)


def test_a_value_too_long_for_the_wire_is_a_mistake_of_the_caller():
    long = Attribute("job-name", ValueTag.NAME, ("x" * 40_000,))

    with pytest.raises(ValueError, match="too long"):
        encode(Message(2, 1, (Group(GroupTag.OPERATION, (long,)),)))
