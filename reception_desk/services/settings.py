"""Choices of this desk that the program itself remembers (text size, theme, printer per paper)."""

from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.local import LocalSetting


def get(database: Database, name: str, default: str = "") -> str:
    """Return a remembered value."""
    with database.read() as session:
        row = session.get(LocalSetting, name)
        return row.value if row else default


def put(database: Database, name: str, value: str) -> None:
    """Remember a value."""
    with database.write() as session:
        put_in(session, name, value)


def put_in(session: Session, name: str, value: str) -> None:
    """Remember a value in the caller's unit of work."""
    session.execute(
        insert(LocalSetting)
        .values(name=name, value=value)
        .on_conflict_do_update(index_elements=[LocalSetting.name], set_={"value": value})
    )
