"""Keys made here are UUIDs of version 7, in the order of their making, and never the same."""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from reception_desk.records.identifiers import fixed_id, new_id


def test_a_key_is_a_uuid_of_version_7_with_the_time_in_front():
    before = time.time_ns() // 1_000_000
    made = new_id()
    after = time.time_ns() // 1_000_000

    read = uuid.UUID(made)
    assert (str(read), read.version, read.variant) == (made, 7, uuid.RFC_4122)
    assert before <= read.int >> 80 <= after


def test_keys_are_all_different():
    assert len({new_id() for _ in range(10_000)}) == 10_000


def test_every_desk_makes_the_same_key_for_a_shipped_row():
    assert fixed_id("unit", "420921") == fixed_id("unit", "420921") != fixed_id("unit", "420922")


def test_keys_sort_as_they_were_made_also_with_the_clock_set_back(monkeypatch: pytest.MonkeyPatch):
    made = [new_id() for _ in range(10_000)]
    yesterday = time.time_ns() - 86_400 * 10**9
    monkeypatch.setattr(time, "time_ns", lambda: yesterday)
    made += [new_id() for _ in range(100)]

    assert made == sorted(made)


def test_keys_made_in_several_threads_are_all_different():
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: new_id(), range(20_000)))

    assert len(set(made)) == 20_000
