"""三跨三分离: what of a matter crosses borders or is apart, who leads and who supports."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.matter import Matter
from reception_desk.models.organisation import Unit
from reception_desk.models.rows import add_row
from reception_desk.models.undertaking import MatterTrait as TraitRow
from reception_desk.models.undertaking import MatterUnit
from reception_desk.records.actor import Actor
from reception_desk.records.joint_matters import (
    JointInput,
    JointMatter,
    JointUnit,
    MatterTrait,
    UnitPart,
    UnitRow,
)
from reception_desk.rules.joint_matters import parts_of, refuse_joint
from reception_desk.rules.permissions import Action
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.confidentiality import may_open, require_look, seen
from reception_desk.services.permissions import require

_UNSAVED = "事项没有改动，您选的都在。"
_REPLACED = "重新确定"


def name_joint_units(database: Database, actor: Actor, matter_id: str, asked: JointInput) -> None:
    """Let the matter stand as `asked`; what was said before is voided and stays on record.

    Raises `InvalidInputError` where the rule refuses it or a unit is unknown.
    """
    require(actor, Action.NAME_JOINT_UNITS)
    with database.write() as session:
        matter = _open_matter(session, actor, matter_id)
        why = refuse_joint(asked) or _unknown_unit(session, asked)
        if why:
            raise InvalidInputError(why, saved=_UNSAVED)
        wanted = {asked.lead_unit_id: UnitPart.LEAD} if asked.lead_unit_id else {}
        wanted |= dict.fromkeys(asked.support_unit_ids, UnitPart.SUPPORT)
        for row in _units(session, matter_id):
            if wanted.get(row.unit_id) == row.part:
                del wanted[row.unit_id]
            else:
                _void(actor, row)
        traits = dict.fromkeys(asked.traits)
        for row in _traits(session, matter_id):
            if row.trait in traits:
                del traits[MatterTrait(row.trait)]
            else:
                _void(actor, row)
        made = by(actor, stream=matter.stream)
        for unit_id, part in wanted.items():
            add_row(
                session, MatterUnit, **made, matter_id=matter_id, unit_id=unit_id, part=part.value
            )
        for trait in traits:
            add_row(session, TraitRow, **made, matter_id=matter_id, trait=trait.value)
        audit.record(session, actor, "name_joint_units", table="matter", row_id=matter_id)


def joint_matter(database: Database, actor: Actor, matter_id: str) -> JointMatter:
    """Return how the matter stands; nothing for one that may not be seen."""
    require_look(actor)
    with database.read() as session:
        is_seen = select(Matter.id).where(Matter.id == matter_id, seen(actor, Matter.stream))
        if session.scalar(is_seen) is None:
            return JointMatter()
        rows = [UnitRow(row.id, row.unit_id, row.part) for row in _units(session, matter_id)]
        said = {row.trait for row in _traits(session, matter_id)}
        lead, supports = parts_of(rows)
        keys = [key for key in (lead, *supports) if key]
        named = session.execute(select(Unit.id, Unit.short_name).where(Unit.id.in_(keys)))
        units = {row.id: JointUnit(row.id, row.short_name) for row in named}
        return JointMatter(
            tuple(trait for trait in MatterTrait if trait.value in said),
            units.get(lead),
            tuple(units[key] for key in supports if key in units),
        )


def lead_units(session: Session, matter_ids: Collection[str]) -> dict[str, str]:
    """Return by matter the short name of the unit that leads, for lists that carry the rule."""
    rows = defaultdict[str, list[UnitRow]](list)
    wanted = select(MatterUnit).where(
        MatterUnit.matter_id.in_(matter_ids), MatterUnit.voided_at.is_(None)
    )
    for row in session.scalars(wanted):
        rows[row.matter_id].append(UnitRow(row.id, row.unit_id, row.part))
    leads = {matter_id: parts_of(given)[0] for matter_id, given in rows.items()}
    named = session.execute(select(Unit.id, Unit.short_name).where(Unit.id.in_(leads.values())))
    names = {row.id: row.short_name for row in named}
    return {key: names[lead] for key, lead in leads.items() if lead in names}


def _units(session: Session, matter_id: str) -> list[MatterUnit]:
    rows = select(MatterUnit).where(
        MatterUnit.matter_id == matter_id, MatterUnit.voided_at.is_(None)
    )
    return list(session.scalars(rows.order_by(MatterUnit.id)))


def _traits(session: Session, matter_id: str) -> list[TraitRow]:
    rows = select(TraitRow).where(TraitRow.matter_id == matter_id, TraitRow.voided_at.is_(None))
    return list(session.scalars(rows.order_by(TraitRow.id)))


def _void(actor: Actor, row: MatterUnit | TraitRow) -> None:
    row.voided_at, row.voided_by, row.void_reason = now(), actor.account_id, _REPLACED


def _unknown_unit(session: Session, asked: JointInput) -> str:
    keys = {key for key in (asked.lead_unit_id, *asked.support_unit_ids) if key}
    known = session.scalars(
        select(Unit.id).where(Unit.id.in_(keys), Unit.voided_at.is_(None))
    ).all()
    return "" if len(known) == len(keys) else "没有找到主办或者协办的单位。"


def _open_matter(session: Session, actor: Actor, matter_id: str) -> Matter:
    matter = session.get(Matter, matter_id)
    if matter is None or not may_open(actor, matter):
        raise DeskError("没有找到这件信访事项。", advice="它可能还没有同步到本机。")
    return matter
