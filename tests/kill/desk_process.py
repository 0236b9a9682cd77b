"""A desk of its own process that registers visitors until it is killed.

It says what it holds for safe: `("draft", N)` once the draft is written, `("done", N)` once the
visit is registered.
"""

from dataclasses import replace
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from reception_desk.models import Database
from reception_desk.records.visit import MaterialInput
from reception_desk.services import accounts, drafts
from reception_desk.services.registration import register_visit
from tests.offices import KEY, PASSWORD, group, visit


def register(line: Connection, path: Path, start: int) -> None:
    """Register visitors; their numbers begin at `start`."""
    database = Database(path, KEY)
    clerk = accounts.sign_in(database, "zhou", PASSWORD)
    given = visit(*group(6, 3), materials=(MaterialInput("合同"),), needs=("01",))
    line.send("ready")
    for number in count(start):
        draft = drafts.DraftRecord(f"draft-{number}", 1, {"claim": f"第{number}件"})
        drafts.save_draft(database, clerk, draft)
        line.send(("draft", number))
        claimed = replace(given, claim=f"第{number}件")
        register_visit(database, clerk, claimed, draft_id=draft.draft_id)
        line.send(("done", number))
