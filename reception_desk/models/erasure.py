"""依法删除: orders to erase a visit for good, what was decided, and the keys that are gone."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import AppendOnlyRow, Base, key_to


class EraseOrder(AppendOnlyRow, Base):
    """Somebody asks that a visit be erased; its maker and time say who and when.

    `basis` is an `EraseBasis`, `reason` names the order or application, never a person.
    """

    __tablename__ = "erase_order"

    visit_id: Mapped[str] = mapped_column(String(36), index=True)
    basis: Mapped[str]
    reason: Mapped[str]


class EraseDecision(AppendOnlyRow, Base):
    """A second person confirmed the order or turned it down."""

    __tablename__ = "erase_decision"

    order_id: Mapped[str] = key_to("erase_order", index=True)
    is_confirmed: Mapped[bool]


class ErasedRow(AppendOnlyRow, Base):
    """A row that is gone and may never come back: keys only, no word of what stood in it.

    With `column_name` the row stands, and only what that field held before is gone.
    """

    __tablename__ = "erased_row"

    order_id: Mapped[str] = key_to("erase_order")
    table_name: Mapped[str]
    row_id: Mapped[str] = mapped_column(String(36), index=True)
    column_name: Mapped[str | None]


ERASURE_TABLES = tuple(model.__tablename__ for model in (EraseOrder, EraseDecision, ErasedRow))
"""These outlive every erasure."""
