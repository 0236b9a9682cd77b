"""A session as the screen shows it while people talk: all of it read at one moment."""

from dataclasses import dataclass

from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.matter import Matter
from reception_desk.records.actor import Actor
from reception_desk.records.recordings import RecordingRecord
from reception_desk.rules.permissions import Action
from reception_desk.rules.session_log import SessionLog
from reception_desk.rules.session_offers import SessionOffer, offers
from reception_desk.rules.session_standing import SessionStanding
from reception_desk.services.evidence import Exhibit, exhibits_in
from reception_desk.services.permissions import require
from reception_desk.services.promises import PromiseNow, promises_of_source_in
from reception_desk.services.recording_consents import ConsentNow, consent_in
from reception_desk.services.recordings import recordings_in
from reception_desk.services.session_cases import SessionCase, open_session
from reception_desk.services.session_log import log_in


@dataclass(frozen=True, slots=True)
class LiveFile:
    """A session with its log, what was allowed, promised and recorded, what can be shown and what
    may follow.
    """

    case: SessionCase
    standing: SessionStanding
    matter: str
    log: SessionLog
    consent: ConsentNow
    promises: tuple[PromiseNow, ...]
    recordings: tuple[RecordingRecord, ...]
    exhibits: tuple[Exhibit, ...]
    offers: tuple[SessionOffer, ...]


def open_live(database: Database, actor: Actor, session_id: str) -> LiveFile:
    """Return a session whole; raises `DeskError` for one that is not here or may not be seen."""
    require(actor, Action.HOLD_VIDEO_SESSION)
    with database.read() as session:
        case = open_session(session, actor, session_id)
        standing = case.standing()
        return LiveFile(
            case=case,
            standing=standing,
            matter=session.get_one(Matter, case.matter_id).title,
            log=log_in(session, case, standing),
            consent=consent_in(session, case, standing),
            promises=promises_of_source_in(session, actor, session_id),
            recordings=recordings_in(session, case, actor),
            exhibits=exhibits_in(session, case.matter_id),
            offers=offers(standing, case.facts, actor.roles, now()),
        )
