"""How long a login rests after wrong passwords: short, growing, never a lock-out.

Anybody can type a colleague's login wrongly, so nobody may be kept out by it for longer than a
breath; half a minute a try still makes guessing hopeless.
"""

from datetime import datetime, timedelta

FREE_TRIES = 3
LONGEST_SECONDS = 30
FORGOTTEN_AFTER = timedelta(minutes=15)
"""A login that nobody tried for so long begins anew."""


def wait_after(failures: int) -> int:
    """Return the seconds to wait after wrong passwords in a row: 0, 0, 2, 4, 8, 16, 30."""
    if failures < FREE_TRIES:
        return 0
    return min(2 ** (min(failures, 10) - FREE_TRIES + 1), LONGEST_SECONDS)


def seconds_left(failures: int, failed_at: datetime, moment: datetime) -> int:
    """Return the whole seconds still to wait; a clock set back never makes it longer."""
    wait = wait_after(failures)
    left = (failed_at + timedelta(seconds=wait) - moment).total_seconds()
    return min(wait, max(0, -int(-left // 1)))
