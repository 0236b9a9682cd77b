"""手写签名: what was signed on a screen, when, and the strokes."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import AppendOnlyRow, Base, key_to


class Signature(AppendOnlyRow, Base):
    """The newest of a visit counts, and only for the words it stands under.

    It lies in the encrypted file itself, not among the scans. `strokes` is JSON, `picture` a PNG
    in base64; both hashes let anybody check that neither words nor strokes were changed.
    """

    __tablename__ = "signature"

    visit_id: Mapped[str] = key_to("visit", index=True)
    words: Mapped[str]
    words_sha256: Mapped[str] = mapped_column(String(64))
    strokes: Mapped[str]
    strokes_sha256: Mapped[str] = mapped_column(String(64))
    picture: Mapped[str]
    signed_at: Mapped[datetime]
