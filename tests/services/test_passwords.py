"""What is kept of a password."""

import subprocess
import sys

from argon2 import extract_parameters, profiles

from reception_desk.services.passwords import hashed, matches
from tests.house.tree import PROJECT
from tests.offices import PASSWORD


def test_what_the_desk_keeps_is_as_dear_as_rfc_9106_asks():
    """In a process of its own: the suite's own passwords are cheap (tests/conftest.py)."""
    program = "import sys; from reception_desk.services import passwords as p\n"
    program += "print(p.hashed(sys.argv[1]), p.matches(p.hashed(sys.argv[1]), sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", program, PASSWORD],
        capture_output=True,
        text=True,
        check=True,
        cwd=PROJECT,
    )

    kept, is_right = done.stdout.split()
    assert extract_parameters(kept) == profiles.RFC_9106_LOW_MEMORY
    assert is_right == "True"
    assert matches(kept, PASSWORD)


def test_only_the_right_password_matches_and_none_where_nothing_is_kept():
    kept = hashed(PASSWORD)

    assert matches(kept, PASSWORD)
    assert not matches(kept, f"{PASSWORD}。")
    assert not matches(None, PASSWORD)
