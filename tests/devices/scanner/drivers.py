"""Drivers as far as their options go: names and values written down from the field."""

from collections.abc import Iterator

from reception_desk.devices.scanner.sane_library import Option, ValueType


class Driver:
    """Keeps what is set; an option it does not have is an error of the caller."""

    def __init__(self, *options: Option) -> None:
        self.values: dict[str, str | float] = {}
        self._options = options

    def options(self) -> Iterator[Option]:
        return iter(self._options)

    def set(self, option: Option, value: str | float) -> None:
        assert option in self._options
        assert not option.texts or value in option.texts
        self.values[option.name] = value

    def number(self, option: Option) -> float:
        return float(self.values[option.name])


def text_option(name: str, *texts: str) -> Option:
    return Option(1, name, ValueType.STRING, 0, 64, texts=texts)


def number_option(name: str, *numbers: float) -> Option:
    return Option(1, name, ValueType.INT, 0, 4, numbers=numbers)


def switch_option(name: str) -> Option:
    return Option(1, name, ValueType.BOOL, 0, 4)
