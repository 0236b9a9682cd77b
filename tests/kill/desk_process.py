"""A desk of its own process that registers visitors until it is killed.

It says on standard output what it holds for safe: `draft N` once the draft is written,
`done N` once the visit is registered.
"""

import sys
from dataclasses import replace
from itertools import count
from pathlib import Path

from reception_desk.models import Database
from reception_desk.models.database_key import DatabaseKey, KeySource
from reception_desk.records.visit import MaterialInput
from reception_desk.rules.names import name_keys
from reception_desk.services import accounts, drafts
from reception_desk.services.registration import register_visit
from tests.offices import PASSWORD, group, visit


def main(path: Path, key: str, start: int) -> None:
    database = Database(path, DatabaseKey(key, KeySource.KEY_FILE))
    clerk = accounts.sign_in(database, "zhou", PASSWORD)
    given = visit(*group(6, 3), materials=(MaterialInput("合同"),), needs=("01",))
    name_keys("访民")  # the dictionary is loaded once, before the clock runs
    print("ready", flush=True)
    for number in count(start):
        draft = drafts.DraftRecord(f"draft-{number}", 1, {"claim": f"第{number}件"})
        drafts.save_draft(database, clerk, draft)
        print("draft", number, flush=True)
        claimed = replace(given, claim=f"第{number}件")
        register_visit(database, clerk, claimed, draft_id=draft.draft_id)
        print("done", number, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
