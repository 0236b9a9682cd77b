"""libsane through ctypes (SANE standard 1.06); every call drops the GIL.

Loaded only inside the worker process: a driver that crashes must not take the desk with it.
"""

import ctypes
from collections.abc import Iterator
from ctypes import POINTER, byref, c_char_p, c_int, c_void_p
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from typing import Protocol

LIBRARY = "libsane.so.1"
FIXED_POINT = 65536
READ_BYTES = 1 << 16
SET_VALUE = 1
GET_VALUE = 0
DEVICE_FIELDS = ("name", "vendor", "model", "type")


class Status(IntEnum):
    """SANE_Status."""

    GOOD = 0
    UNSUPPORTED = 1
    CANCELLED = 2
    DEVICE_BUSY = 3
    INVAL = 4
    EOF = 5
    JAMMED = 6
    NO_DOCS = 7
    COVER_OPEN = 8
    IO_ERROR = 9
    NO_MEM = 10
    ACCESS_DENIED = 11


class ValueType(IntEnum):
    """SANE_Value_Type."""

    BOOL = 0
    INT = 1
    FIXED = 2
    STRING = 3
    BUTTON = 4
    GROUP = 5


class Unit(IntEnum):
    """SANE_Unit, as far as geometry uses it."""

    NONE = 0
    PIXEL = 1
    MM = 3


class Capability(IntFlag):
    """SANE_CAP_*, as far as setting a value asks for it."""

    SOFT_SELECT = 1
    INACTIVE = 32


class FrameFormat(IntEnum):
    """SANE_Frame; the single-colour frames of three-pass scanners are not taken."""

    GREY = 0
    RGB = 1


class StatusError(Exception):
    """A SANE call answered with anything but good; `status` may be a driver's own number."""

    def __init__(self, status: int) -> None:
        super().__init__(f"SANE status {status}")
        self.status = status


class SaneMissingError(Exception):
    """libsane is not installed."""


class _Device(ctypes.Structure):
    _fields_ = [(name, c_char_p) for name in DEVICE_FIELDS]


class Parameters(ctypes.Structure):
    """SANE_Parameters: the frame on its way; `lines` is -1 when the length is unknown."""

    format: int
    last_frame: int
    bytes_per_line: int
    pixels_per_line: int
    lines: int
    depth: int
    _fields_ = [
        (name, c_int)
        for name in ("format", "last_frame", "bytes_per_line", "pixels_per_line", "lines", "depth")
    ]


class _Range(ctypes.Structure):
    _fields_ = [("minimum", c_int), ("maximum", c_int), ("step", c_int)]


class _Constraint(ctypes.Union):
    _fields_ = [
        ("strings", POINTER(c_char_p)),
        ("words", POINTER(c_int)),
        ("range", POINTER(_Range)),
    ]


class _Descriptor(ctypes.Structure):
    _fields_ = [
        ("name", c_char_p),
        ("title", c_char_p),
        ("description", c_char_p),
        ("type", c_int),
        ("unit", c_int),
        ("size", c_int),
        ("capabilities", c_int),
        ("constraint_type", c_int),
        ("constraint", _Constraint),
    ]


@dataclass(frozen=True, slots=True)
class Option:
    """An option that can be set now; numbers are in its own unit, fixed point already undone."""

    index: int
    name: str
    type: ValueType
    unit: int
    size: int
    texts: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()
    limits: tuple[float, float] | None = None


class OptionTable(Protocol):
    """An open device as far as its options go."""

    def options(self) -> Iterator[Option]:
        """Yield the options that can be set in the device's present state."""
        ...

    def set(self, option: Option, value: str | float) -> None:
        """Set a value the option allows; booleans are 0 and 1."""
        ...

    def number(self, option: Option) -> float:
        """Return the value the device chose; an inexact request is silently rounded."""
        ...


class Sane:
    """The initialised library; raises `SaneMissingError` and `StatusError`."""

    def __init__(self) -> None:
        self._library = _load()
        _check(self._library.sane_init(byref(c_int()), None))

    def devices(self) -> list[dict[str, str]]:
        """Return name, vendor, model and type of each device; may take long or hang."""
        found = POINTER(POINTER(_Device))()
        _check(self._library.sane_get_devices(byref(found), 0))
        devices: list[dict[str, str]] = []
        while found[len(devices)]:
            device = found[len(devices)].contents
            devices.append({key: _text(getattr(device, key)) for key in DEVICE_FIELDS})
        return devices

    def open(self, name: str) -> "SaneDevice":
        handle = c_void_p()
        _check(self._library.sane_open(name.encode(), byref(handle)))
        return SaneDevice(self._library, handle)

    def close(self) -> None:
        self._library.sane_exit()


class SaneDevice:
    """One open device."""

    def __init__(self, library: ctypes.CDLL, handle: c_void_p) -> None:
        self._library = library
        self._handle = handle
        self._chunk = ctypes.create_string_buffer(READ_BYTES)

    def options(self) -> Iterator[Option]:
        """Yield the options that can be set in the device's present state."""
        index = 1
        while descriptor := self._library.sane_get_option_descriptor(self._handle, index):
            found = descriptor.contents
            is_settable = found.capabilities & Capability.SOFT_SELECT
            if is_settable and not found.capabilities & Capability.INACTIVE and found.name:
                yield _option(index, found)
            index += 1

    def set(self, option: Option, value: str | float) -> None:
        """Set a value the option allows; booleans are 0 and 1."""
        if option.type is ValueType.STRING:
            text = str(value).encode()
            buffer = ctypes.create_string_buffer(text, max(option.size, len(text) + 1))
            self._control(option, SET_VALUE, buffer)
            return
        scale = FIXED_POINT if option.type is ValueType.FIXED else 1
        self._control(option, SET_VALUE, c_int(round(float(value) * scale)))

    def number(self, option: Option) -> float:
        """Return the value the device chose; an inexact request is silently rounded."""
        word = c_int()
        self._control(option, GET_VALUE, word)
        return word.value / FIXED_POINT if option.type is ValueType.FIXED else word.value

    def start(self) -> Parameters:
        """Begin a page and return its parameters."""
        _check(self._library.sane_start(self._handle))
        parameters = Parameters()
        _check(self._library.sane_get_parameters(self._handle, byref(parameters)))
        return parameters

    def read(self) -> bytes:
        """Return the next bytes, possibly none; raises `StatusError`, with EOF at the end."""
        length = c_int()
        status = self._library.sane_read(self._handle, self._chunk, READ_BYTES, byref(length))
        _check(status)
        return ctypes.string_at(self._chunk, length.value)

    def cancel(self) -> None:
        """End the scan; the standard allows it from any thread while another one reads."""
        self._library.sane_cancel(self._handle)

    def close(self) -> None:
        self._library.sane_close(self._handle)

    def _control(self, option: Option, action: int, value: "ctypes._CDataType") -> None:
        info = c_int()
        arguments = (self._handle, option.index, action, byref(value), byref(info))
        _check(self._library.sane_control_option(*arguments))


def _load() -> ctypes.CDLL:
    try:
        library = ctypes.CDLL(LIBRARY)
    except OSError as error:
        raise SaneMissingError from error
    library.sane_get_option_descriptor.argtypes = [c_void_p, c_int]
    library.sane_get_option_descriptor.restype = POINTER(_Descriptor)
    for name in ("sane_cancel", "sane_close", "sane_exit"):
        getattr(library, name).restype = None
    return library


def _check(status: int) -> None:
    if status != Status.GOOD:
        raise StatusError(status)


def _text(value: bytes | None) -> str:
    return (value or b"").decode(errors="replace")


def _option(index: int, found: _Descriptor) -> Option:
    kind = ValueType(found.type)
    scale = FIXED_POINT if kind is ValueType.FIXED else 1
    texts: list[str] = []
    numbers: list[float] = []
    limits = None
    if found.constraint_type == 1:
        bounds = found.constraint.range.contents
        limits = (bounds.minimum / scale, bounds.maximum / scale)
    elif found.constraint_type == 2:
        words = found.constraint.words
        numbers = [words[place] / scale for place in range(1, words[0] + 1)]
    elif found.constraint_type == 3:
        while text := found.constraint.strings[len(texts)]:
            texts.append(_text(text))
    return Option(
        index, _text(found.name), kind, found.unit, found.size, tuple(texts), tuple(numbers), limits
    )
