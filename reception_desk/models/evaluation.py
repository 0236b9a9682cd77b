"""满意度评价: what was answered, apart from what was asked of whom (decision 022)."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import AppendOnlyRow, Base


class Evaluation(AppendOnlyRow, Base):
    """One answer, which names no visit, no matter and nobody.

    `month` is the first day of the month in which it was given, `reasons` codes with spaces
    between. Its key tells no time and its author is nobody.
    """

    __tablename__ = "evaluation"

    subject: Mapped[str]
    month: Mapped[date] = mapped_column(index=True)
    grade: Mapped[str]
    reasons: Mapped[str]


class EvaluationUse(AppendOnlyRow, Base):
    """Something was evaluated and is not asked about again; what was answered it does not know."""

    __tablename__ = "evaluation_use"

    what_sha256: Mapped[str] = mapped_column(String(64), index=True)


class EvaluationBox(Base):
    """Answers of this desk before they join the others: in no order, like slips in a ballot box.

    They leave it together on a later day, so that no row lies beside the visit it came from.
    """

    __tablename__ = "evaluation_box"
    __table_args__ = ({"sqlite_with_rowid": False},)

    slip: Mapped[str] = mapped_column(String(36), primary_key=True)
    put_in_on: Mapped[date]
    subject: Mapped[str]
    grade: Mapped[str]
    reasons: Mapped[str]
