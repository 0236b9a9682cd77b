"""The greeting: do the centre and this file still agree on what was sent?"""

import time
from enum import StrEnum

from reception_desk.models import Database
from reception_desk.sync import eviction, held, local_state, outbox
from reception_desk.sync.centre_errors import CentreRefusedError
from reception_desk.sync.local_state import LocalState
from reception_desk.sync.schema import schema_version
from reception_desk.sync.session import CentreSession, Greeting

_SAVED = "本机已保存的内容都在，照常办理。"


class Standing(StrEnum):
    """How this file and the centre stand to each other."""

    AGREED = "agreed"
    CENTRE_RESTORED = "centre_restored"
    FILE_RESTORED = "file_restored"
    IDENTITY_MOVING = "identity_moving"
    ANOTHER_FILE = "another_file"
    CENTRE_TOO_OLD = "centre_too_old"
    DESK_TOO_OLD = "desk_too_old"


_REFUSALS = {
    Standing.ANOTHER_FILE: (
        "中心认得的是本窗口的另一份数据文件：本机的数据可能是复制或恢复的。",
        "请向管理员要一个新的登记码，在“设置—中心”里重新登记；不会重复上传。",
    ),
    Standing.CENTRE_TOO_OLD: (
        "中心的数据库比本程序旧。",
        "请管理员在中心运行 desk centre migrate。",
    ),
    Standing.DESK_TOO_OLD: ("本程序的版本过旧，中心不再接受。", "请更新接访台。"),
}


def greet(database: Database, session: CentreSession) -> Greeting:
    """Greet the centre and settle what differs; afterwards changes may go both ways.

    Raises `CentreRefusedError` when only a person can settle it.
    """
    while True:
        local = local_state.read_state(database)
        sent_at = time.time()
        greeting = session.hello(local.client, schema_version())
        # The centre looked at its clock between the question and the answer.
        skew_ms = greeting.now_ms - round((sent_at + time.time()) / 2 * 1000)
        found = standing(
            local, greeting, outbox.clock_of(database, greeting.last_seq), schema_version()
        )
        if found in _REFUSALS:
            message, advice = _REFUSALS[found]
            raise CentreRefusedError(message, saved=_SAVED, advice=advice)
        if found is Standing.FILE_RESTORED:
            local_state.become_new(database)
        elif found is Standing.IDENTITY_MOVING:
            _move_identity(database, session, local)
        else:
            if found is Standing.CENTRE_RESTORED:
                eviction.forget_sent(database, greeting.heads)  # or it would all be refused
                local_state.send_again(database, greeting.last_seq)
            local_state.read_anew_after_update(database, schema_version())
            local_state.note_greeting(database, greeting.epoch, skew_ms, greeting.heads)
            session.tell_reach(local.client, outbox.last_waiting(database), local.acked)
            held.release(database, held.unknown_tables(greeting.columns))
            return greeting


def standing(
    local: LocalState, greeting: Greeting, clock_at_last: int | None, version: int
) -> Standing:
    """Judge a greeting. `clock_at_last` is the clock of our own change `greeting.last_seq`.

    One beyond what was confirmed may be gone here, by an erasure: nothing then tells its lost
    reply from a file rolled back, and what waits goes up under a new identity, which doubles
    nothing.
    """
    is_other_change = (
        greeting.last_seq > local.acked
        if clock_at_last is None
        else clock_at_last != greeting.last_hlc
    )
    # A centre of release 0.1.0 would drop the columns it does not know.
    is_lost = version > greeting.schema_version and greeting.columns is None
    is_ahead = any(pos > greeting.heads.get(s, pos) for s, pos in local.cursors.items())
    signs = (
        (is_lost, Standing.CENTRE_TOO_OLD),
        (version < greeting.oldest_schema_version, Standing.DESK_TOO_OLD),
        (local.former_client is not None, Standing.IDENTITY_MOVING),
        (not greeting.is_same_client, Standing.ANOTHER_FILE),
        (greeting.last_seq > local.last_seq or is_other_change, Standing.FILE_RESTORED),
        (local.epoch not in {None, greeting.epoch}, Standing.CENTRE_RESTORED),
        (greeting.last_seq < local.acked or is_ahead, Standing.CENTRE_RESTORED),
    )
    return next((found for sign, found in signs if sign), Standing.AGREED)


def _move_identity(database: Database, session: CentreSession, local: LocalState) -> None:
    former = local.former_client or local.client
    if not session.reincarnate(former, local.client):
        message, advice = _REFUSALS[Standing.ANOTHER_FILE]
        raise CentreRefusedError(message, saved=_SAVED, advice=advice)
    local_state.settle_identity(database)
