"""复查、复核机关: the bodies that opinions name (条例 Art. 35, 36); each office writes its own."""

from dataclasses import asdict, dataclass, fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.local import LocalSetting
from reception_desk.records.actor import Actor
from reception_desk.rules.permissions import Action
from reception_desk.rules.wording import clean_line
from reception_desk.services import audit, settings
from reception_desk.services.permissions import require

LONGEST = 100
_NAME = "remedy."


@dataclass(frozen=True, slots=True)
class Remedies:
    """The bodies of review and recheck with their addresses and telephones."""

    review_organ: str = ""
    review_address: str = ""
    review_phone: str = ""
    recheck_organ: str = ""
    recheck_address: str = ""
    recheck_phone: str = ""


FIELDS = tuple(field.name for field in fields(Remedies))


def remedies(database: Database) -> Remedies:
    """Return what the office has written."""
    with database.read() as session:
        return remedies_in(session)


def remedies_in(session: Session) -> Remedies:
    """Do `remedies` within the caller's unit of work."""
    rows = session.scalars(select(LocalSetting).where(LocalSetting.name.startswith(_NAME)))
    stored = {row.name.removeprefix(_NAME): row.value for row in rows}
    return Remedies(**{name: stored.get(name, "") for name in FIELDS})


def save_remedies(database: Database, actor: Actor, given: Remedies) -> None:
    """Keep the bodies; opinions issued from now on name them."""
    require(actor, Action.EDIT_SETTINGS)
    with database.write() as session:
        for name, value in asdict(given).items():
            settings.put_in(session, f"{_NAME}{name}", clean_line(value, limit=LONGEST).text)
        audit.record(session, actor, "edit_settings", detail="复查、复核机关")
