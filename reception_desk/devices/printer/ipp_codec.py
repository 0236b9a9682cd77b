"""IPP messages as bytes (RFC 8010): attributes in groups, collections included."""

import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

VERSION = b"\x01\x01"
"""IPP/1.1, which every printer and CUPS answers."""
_DEEPEST = 16
_LONGEST = 0x7FFF


class IppSyntaxError(ValueError):
    """The bytes are not an IPP message."""


class GroupTag(IntEnum):
    """Begins a group of attributes (RFC 8010 §3.5.1)."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04
    UNSUPPORTED = 0x05


class ValueTag(IntEnum):
    """Kinds of values in use; a value with any other tag is kept as its bytes."""

    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    BEGIN_COLLECTION = 0x34
    TEXT_WITH_LANGUAGE = 0x35
    NAME_WITH_LANGUAGE = 0x36
    END_COLLECTION = 0x37
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49
    MEMBER_NAME = 0x4A


_NUMBERS = frozenset({ValueTag.INTEGER, ValueTag.ENUM})
_WITH_LANGUAGE = frozenset({ValueTag.TEXT_WITH_LANGUAGE, ValueTag.NAME_WITH_LANGUAGE})
_STRINGS = range(0x41, 0x4A)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One or more values: int, bool, str, bytes, or a tuple of attributes for a collection.

    `tag` is the kind of the first value; a printer may mix kinds in one attribute.
    """

    name: str
    tag: int
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Attributes under one group tag, in the order sent."""

    tag: int
    attributes: tuple[Attribute, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A request (`code` is the operation) or an answer (`code` is the status)."""

    code: int
    request_id: int
    groups: tuple[Group, ...]

    def values(self, group: GroupTag, name: str) -> tuple[Any, ...]:
        """Return the values of the first attribute called so in such a group, or none."""
        for candidate in self.groups:
            if candidate.tag == group:
                for attribute in candidate.attributes:
                    if attribute.name == name:
                        return attribute.values
        return ()


def encode(message: Message) -> bytes:
    """Return the message without document data, which follows it on the wire."""
    head = VERSION + struct.pack(">HI", message.code, message.request_id)
    body = b"".join(
        bytes([group.tag]) + b"".join(_attribute(one.name, one) for one in group.attributes)
        for group in message.groups
    )
    return head + body + bytes([GroupTag.END])


def _attribute(name: str, attribute: Attribute) -> bytes:
    names = [name] + [""] * (len(attribute.values) - 1)
    return b"".join(
        _value(field, attribute.tag, value)
        for field, value in zip(names, attribute.values, strict=True)
    )


def _value(name: str, tag: int, value: Any) -> bytes:
    if tag == ValueTag.BEGIN_COLLECTION:
        members = b"".join(
            _field(ValueTag.MEMBER_NAME, "", member.name.encode()) + _attribute("", member)
            for member in value
        )
        return _field(tag, name, b"") + members + _field(ValueTag.END_COLLECTION, "", b"")
    if tag in _NUMBERS:
        return _field(tag, name, struct.pack(">i", value))
    if tag == ValueTag.BOOLEAN:
        return _field(tag, name, b"\1" if value else b"\0")
    return _field(tag, name, value if isinstance(value, bytes) else value.encode())


def _field(tag: int, name: str, value: bytes) -> bytes:
    label = name.encode()
    if len(label) > _LONGEST or len(value) > _LONGEST:
        raise ValueError(f"IPP attribute {name!r} is too long")
    return struct.pack(">BH", tag, len(label)) + label + struct.pack(">H", len(value)) + value


def decode(data: bytes) -> Message:
    """Read a message; what follows its end (document data) is ignored.

    Raises `IppSyntaxError` for anything that is not a whole message.
    """
    reader = _Reader(data)
    _, code, request_id = struct.unpack(">2sHI", reader.take(8))
    groups: list[tuple[int, list[Attribute]]] = []
    while (tag := reader.byte()) != GroupTag.END:
        if tag < 0x10:
            groups.append((tag, []))
            continue
        name, raw = reader.field()
        value = reader.value(tag, raw, 0)
        if not groups:
            raise IppSyntaxError("an attribute before the first group")
        _add(groups[-1][1], name, tag, value)
    return Message(code, request_id, tuple(Group(tag, tuple(found)) for tag, found in groups))


def _add(attributes: list[Attribute], name: str, tag: int, value: Any) -> None:
    """Append an attribute, or one more value of the last one when the name is empty."""
    if name:
        attributes.append(Attribute(name, tag, (value,)))
    elif attributes:
        last = attributes[-1]
        attributes[-1] = Attribute(last.name, last.tag, (*last.values, value))
    else:
        raise IppSyntaxError("a value without a name")


class _Reader:
    """Takes fields off the front of the bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> bytes:
        part = self._data[self._at : self._at + count]
        if len(part) < count:
            raise IppSyntaxError("the message is cut off")
        self._at += count
        return part

    def byte(self) -> int:
        return self.take(1)[0]

    def field(self) -> tuple[str, bytes]:
        name = self.take(int.from_bytes(self.take(2))).decode(errors="replace")
        return name, self.take(int.from_bytes(self.take(2)))

    def value(self, tag: int, raw: bytes, depth: int) -> Any:
        if tag == ValueTag.BEGIN_COLLECTION:
            return self._collection(depth + 1)
        if tag in _NUMBERS and len(raw) == 4:
            return int.from_bytes(raw, signed=True)
        if tag == ValueTag.BOOLEAN and len(raw) == 1:
            return raw != b"\0"
        if tag in _STRINGS:
            return raw.decode(errors="replace")
        if tag in _WITH_LANGUAGE:
            inner = _Reader(raw)
            inner.take(int.from_bytes(inner.take(2)))
            return inner.take(int.from_bytes(inner.take(2))).decode(errors="replace")
        return raw

    def _collection(self, depth: int) -> tuple[Attribute, ...]:
        if depth > _DEEPEST:
            raise IppSyntaxError("collections are nested too deeply")
        members: list[Attribute] = []
        pending = ""
        while (tag := self.byte()) != ValueTag.END_COLLECTION:
            _, raw = self.field()
            if tag == ValueTag.MEMBER_NAME:
                pending = raw.decode(errors="replace")
                continue
            _add(members, pending, tag, self.value(tag, raw, depth))
            pending = ""
        self.field()
        return tuple(members)
