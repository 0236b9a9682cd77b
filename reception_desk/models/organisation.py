"""The office: units, desks, accounts and their roles."""

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from reception_desk.models.base import Base, EditableRow, key_to


class Unit(EditableRow, Base):
    """A unit of the county: the petition bureau, a section, a town, a department."""

    __tablename__ = "unit"

    code: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    short_name: Mapped[str]
    kind: Mapped[str]
    parent_id: Mapped[str | None] = key_to("unit")
    division_code: Mapped[str | None]
    own_stream: Mapped[int]
    address: Mapped[str | None]
    phone: Mapped[str | None]


class Desk(EditableRow, Base):
    """One window with its local file; `code` stands in provisional numbers."""

    __tablename__ = "desk"

    unit_id: Mapped[str] = key_to("unit")
    code: Mapped[str]
    name: Mapped[str]
    window: Mapped[str]


class Account(EditableRow, Base):
    """A member of staff who signs in; the password is an Argon2id hash.

    `must_change_password` after an administrator gave a one-time password; a desk of the version
    before does not send it.
    """

    __tablename__ = "account"

    login: Mapped[str] = mapped_column(index=True)
    display_name: Mapped[str]
    unit_id: Mapped[str] = key_to("unit")
    password_hash: Mapped[str]
    password_changed_at: Mapped[datetime]
    must_change_password: Mapped[bool | None]


class AccountRole(EditableRow, Base):
    """A role held by an account from a day on; ended by voiding it."""

    __tablename__ = "account_role"

    account_id: Mapped[str] = key_to("account", index=True)
    role: Mapped[str] = mapped_column(String(40))
    valid_from: Mapped[date]
