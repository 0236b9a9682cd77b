"""同步: what waits to be sent, when it last went well, and how the last rounds were."""

from sqlalchemy import func, select

from reception_desk.models import Database
from reception_desk.models.local import OutboxRow, SyncRound, SyncState
from reception_desk.records.actor import Actor
from reception_desk.records.sync import RoundRecord, SyncStanding, WaitingRows
from reception_desk.rules.conflicts import table_noun
from reception_desk.rules.permissions import Action
from reception_desk.services.permissions import require

SHOWN_ROUNDS = 500


def sync_standing(database: Database, actor: Actor) -> SyncStanding:
    """Return how this desk stands with the centre; kinds with most rows first."""
    require(actor, Action.VIEW_SYNC)
    with database.read() as session:
        state = session.execute(select(SyncState.acked, SyncState.synced_at)).one()
        kinds = session.execute(
            select(OutboxRow.table_name, func.count())
            .where(OutboxRow.seq > state.acked)
            .group_by(OutboxRow.table_name)
        ).all()
        rounds = session.scalars(
            select(SyncRound).order_by(SyncRound.id.desc()).limit(SHOWN_ROUNDS)
        ).all()
        return SyncStanding(
            waiting=tuple(
                WaitingRows(table_noun(name), count)
                for name, count in sorted(kinds, key=lambda kind: (-kind[1], kind[0]))
            ),
            last_success=state.synced_at,
            rounds=tuple(_round(row) for row in rounds),
        )


def _round(row: SyncRound) -> RoundRecord:
    return RoundRecord(**{name: getattr(row, name) for name in RoundRecord.__dataclass_fields__})
