"""编号: series the office has edited, and what was asked of the centre."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import AppendOnlyRow, Base, EditableRow


class NumberSeriesRow(EditableRow, Base):
    """A series whose pattern the office has changed; the others are as shipped."""

    __tablename__ = "number_series"

    code: Mapped[str] = mapped_column(index=True)
    pattern: Mapped[str]


class NumberRequest(AppendOnlyRow, Base):
    """Asks the centre for a number, once: the request's key is what is answered, however often
    it is sent.

    `template` is the number but for its running part; `subject` and `subject_id` name the row
    (visit or document) whose `number` the centre fills in.
    """

    __tablename__ = "number_request"

    series: Mapped[str]
    template: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[str] = mapped_column(String(36))
