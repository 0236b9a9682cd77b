"""信访人: only what a registration needs (PIPL Art. 6); no photo, no marks on a person."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import Base, EditableRow


class Person(EditableRow, Base):
    """A petitioner, representative, agent or companion; codes are those of domain.md §2.3."""

    __tablename__ = "person"

    name: Mapped[str | None]
    sex: Mapped[str | None]
    nation: Mapped[str | None]
    birth_date: Mapped[date | None]
    document_type: Mapped[str | None]
    document_number: Mapped[str | None] = mapped_column(index=True)
    document_valid_until: Mapped[date | None]
    phone: Mapped[str | None]
    address: Mapped[str | None]
    division_code: Mapped[str | None]
    occupation: Mapped[str | None]
    workplace: Mapped[str | None]
    organisation_name: Mapped[str | None]
