"""编号: a row asks the centre for its number; the series are the office's to edit."""

from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.numbering import NumberRequest, NumberSeriesRow
from reception_desk.models.rows import add_row, read_first
from reception_desk.records.actor import Actor
from reception_desk.rules.numbering import (
    NumberSeries,
    check_pattern,
    number_template,
    shipped_series,
)
from reception_desk.rules.permissions import Action
from reception_desk.rules.units import SHARED_STREAM
from reception_desk.services import audit
from reception_desk.services.authorship import Authorship, by
from reception_desk.services.permissions import require

NO_DIVISION = "000000"
_DIVISION = "SELECT division_code FROM unit WHERE id = ?"
_PATTERN = (
    "SELECT pattern FROM number_series WHERE code = ? AND voided_at IS NULL "
    "ORDER BY id DESC LIMIT 1"
)
_EDITED = (  # of two desks' additions, the later one
    select(NumberSeriesRow)
    .where(NumberSeriesRow.code == bindparam("code"), NumberSeriesRow.voided_at.is_(None))
    .order_by(NumberSeriesRow.id.desc())
    .limit(1)
)


def request_number(
    session: Session,
    authorship: Authorship,
    *,
    series: str,
    subject: str,
    subject_id: str,
    unit_id: str,
    day: date,
) -> None:
    """Ask for the number of a row within the caller's unit of work.

    The row's `number` is filled in by the centre and comes back with the pull; the provisional
    number stands until then and stays on record.
    """
    (division,) = read_first(session, _DIVISION, (unit_id,)) or (None,)
    pattern = _pattern(session, series)
    template = number_template(pattern, day=day, division=division or NO_DIVISION)
    add_row(
        session,
        NumberRequest,
        **authorship,
        series=series,
        template=template,
        subject=subject,
        subject_id=subject_id,
    )


def list_series(database: Database) -> tuple[NumberSeries, ...]:
    """Return every series as it is written now."""
    with database.read() as session:
        return tuple(
            NumberSeries(series.code, series.name, _pattern(session, series.code))
            for series in shipped_series()
        )


def change_series(database: Database, actor: Actor, code: str, pattern: str) -> None:
    """Write a series differently from now on; numbers already given stay as they are.

    Raises `InvalidInputError` when the pattern cannot be counted by.
    """
    require(actor, Action.EDIT_SETTINGS)
    checked = check_pattern(pattern)
    with database.write() as session:
        row = session.scalar(_EDITED, {"code": code})
        if row is None:
            authorship = by(actor, stream=SHARED_STREAM)
            row_id = add_row(session, NumberSeriesRow, **authorship, code=code, pattern=checked)
        else:
            row.pattern, row_id = checked, row.id
        audit.record(session, actor, "change_series", table="number_series", row_id=row_id)


def _pattern(session: Session, code: str) -> str:
    if edited := read_first(session, _PATTERN, (code,)):
        return str(edited[0])
    return next(series.pattern for series in shipped_series() if series.code == code)
