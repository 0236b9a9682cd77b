"""Where the national petition exchange writes another value than our code lists."""

import csv
from collections.abc import Mapping
from functools import cache

from reception_desk.config import resource
from reception_desk.rules.codes import CodeListName


def exchange_code(list_name: CodeListName, code: str) -> str:
    """Return the value to export; "" means that the exchange has none and the field stays empty.

    Sex is the known trap: GB/T 2261.1 inside (1 男, 2 女), 1 男 and 0 女 in the exchange.
    """
    return _exceptions().get((list_name.value, code), code)


@cache
def _exceptions() -> Mapping[tuple[str, str], str]:
    path = resource("codes", "export_map.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {(row["list"], row["code"]): row["value"] for row in csv.DictReader(file)}
