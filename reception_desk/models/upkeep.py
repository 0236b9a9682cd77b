"""The loop that tidies the open file while nobody writes: search keys, checkpoint."""

import logging
from threading import Event

from reception_desk.errors import DatabaseError
from reception_desk.models.database import Database

_log = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
QUIET_SECONDS = 0.5
BUSY_SECONDS = 30.0
"""Where rows keep coming, search keys do not wait longer than this for a quiet moment."""
AFTER_TROUBLE_SECONDS = 60.0


def keep_tidy(database: Database, closing: Event) -> None:
    """Tidy `database` after each quiet half second, until `closing` is set; runs in a thread.

    A full disk is told where something is saved; here it is tried again a minute later.
    """
    pause = LOOK_SECONDS
    while not closing.wait(pause):
        pause = LOOK_SECONDS
        try:
            if database.is_untidy(after_seconds=QUIET_SECONDS):
                database.tidy(closing.is_set)
            elif database.lacks_keys(for_seconds=BUSY_SECONDS):
                database.make_search_keys(closing.is_set)
        except DatabaseError as error:
            _log.warning("the file was not tidied: %s", error)
            pause = AFTER_TROUBLE_SECONDS
