"""手写签名: a visit's words signed on the petitioner's screen.

An image alone is no reliable signature (电子签名法 Art. 13): what was signed, when and how it was
drawn are kept with it, and a paper signed with a pen is as good; nothing waits for the screen.
"""

import base64
import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.rows import add_row
from reception_desk.models.signature import Signature
from reception_desk.records.actor import Actor
from reception_desk.records.signature import Handwriting, SignatureInput, SignatureRecord
from reception_desk.records.visit import VisitRecord
from reception_desk.rules.permissions import Action
from reception_desk.rules.read_back import read_back
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.confidentiality import open_visit, require_look
from reception_desk.services.permissions import require
from reception_desk.services.visits import visit_in

PNG_HEAD = b"\x89PNG\r\n\x1a\n"
MOST_POINTS = 20_000


def sign(database: Database, actor: Actor, visit_id: str, given: SignatureInput) -> SignatureRecord:
    """Keep a signature; an earlier one stays on record, and this one counts.

    Raises `InvalidInputError` without a stroke, `DeskError` when the words signed are not those
    of the registration any more.
    """
    require(actor, Action.EDIT_VISIT)
    _check(given)
    strokes = given.ink.to_json()
    with database.write() as session:
        stream = open_visit(session, actor, visit_id).stream
        if read_back(visit_in(session, actor, visit_id)).as_text() != given.words:
            raise DeskError(
                "登记内容刚刚更改过，来访人签的不是现在的内容。",
                saved="签名没有保存，登记没有改动。",
                advice="请来访人再核对一次，然后签名。",
            )
        row_id = add_row(
            session,
            Signature,
            **by(actor, stream=stream),
            visit_id=visit_id,
            words=given.words,
            words_sha256=_sha256(given.words),
            strokes=strokes,
            strokes_sha256=_sha256(strokes),
            picture=base64.b64encode(given.picture).decode("ascii"),
            signed_at=now(),
        )
        audit.record(session, actor, "keep_signature", table="signature", row_id=row_id)
        return _record(session.get_one(Signature, row_id))


def signature_of(database: Database, actor: Actor, visit_id: str) -> SignatureRecord | None:
    """Return the signature that stands under the visit's words of today, None without one."""
    require_look(actor)
    with database.read() as session:
        open_visit(session, actor, visit_id)
        return signature_in(session, visit_in(session, actor, visit_id))


def signature_in(session: Session, visit: VisitRecord) -> SignatureRecord | None:
    """Do the same within the caller's unit of work, for a visit that was opened by the rule."""
    row = session.scalars(
        select(Signature)
        .where(Signature.visit_id == visit.visit_id)
        .order_by(Signature.signed_at.desc(), Signature.id.desc())
        .limit(1)
    ).first()
    if row is None or row.words_sha256 != read_back(visit).digest:
        return None
    return _record(row)


def _check(given: SignatureInput) -> None:
    points = sum(map(len, given.ink.strokes))
    if given.ink.is_empty or not given.words:
        raise InvalidInputError("还没有签名。", advice="请在框内签名，或者用笔在纸上签。")
    if points > MOST_POINTS or not given.picture.startswith(PNG_HEAD):
        raise InvalidInputError("签名没有保存：笔迹不完整。", advice="请重签，或者用笔在纸上签。")


def _record(row: Signature) -> SignatureRecord:
    return SignatureRecord(
        signature_id=row.id,
        visit_id=row.visit_id,
        words=row.words,
        words_sha256=row.words_sha256,
        ink=Handwriting.from_json(row.strokes),
        picture=base64.b64decode(row.picture),
        signed_at=row.signed_at,
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
