"""What is being typed, kept each second so that nothing is lost: visitor tabs, entries of a log."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.local import Draft
from reception_desk.records.actor import Actor

VISITOR_TABS = "reception"
_PAGE = "page"


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """One tab: `content` is the page's own form as plain JSON values, with its caret.

    Under the key `page` the content names whose it is; without one it is a visitor's tab.
    """

    draft_id: str
    position: int
    content: dict[str, Any]


def save_draft(database: Database, actor: Actor, draft: DraftRecord) -> None:
    """Write the tab as it stands; the last writing wins."""
    values = {
        "account_id": actor.account_id,
        "position": draft.position,
        "payload": json.dumps(draft.content, ensure_ascii=False),
        "updated_at": now(),
    }
    with database.write() as session:
        session.execute(
            insert(Draft)
            .values(id=draft.draft_id, **values)
            .on_conflict_do_update(index_elements=[Draft.id], set_=values)
        )


def open_drafts(
    database: Database, actor: Actor, page: str = VISITOR_TABS
) -> tuple[DraftRecord, ...]:
    """Return the account's drafts of a page in their order."""
    with database.read() as session:
        rows = session.scalars(
            select(Draft).where(Draft.account_id == actor.account_id).order_by(Draft.position)
        )
        found = [DraftRecord(row.id, row.position, json.loads(row.payload)) for row in rows]
    return tuple(one for one in found if one.content.get(_PAGE, VISITOR_TABS) == page)


def discard_draft(database: Database, actor: Actor, draft_id: str) -> None:
    """Forget a tab the clerk closed."""
    with database.write() as session:
        session.execute(
            delete(Draft).where(Draft.id == draft_id, Draft.account_id == actor.account_id)
        )
