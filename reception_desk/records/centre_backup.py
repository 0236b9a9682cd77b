"""What a backup of the centre holds, as written beside it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableContent:
    """How many rows, and the sum of their hashes: equal for equal rows in any order."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class KeptLogin:
    """A desk's login. `verifier` is PostgreSQL's SCRAM text, from which no password follows.

    It is None where the administrator may not read it; then the desk needs a new secret.
    """

    name: str
    login: str
    may_enter: bool
    verifier: str | None


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """`heads` are the streams' positions; `tables` is keyed by `schema.table`."""

    made_at: str
    program_version: str
    server_version: int
    schema_version: int
    database: str
    generation: int
    heads: dict[str, int]
    tables: dict[str, TableContent]
    logins: tuple[KeptLogin, ...]
    dump: str
    size: int
    sha256: str
    base: str | None = None

    @property
    def server_major(self) -> int:
        return self.server_version // 10000

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(content.rows for content in self.tables.values())


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """`locked_out` names the desks that need `add-desk --renew` before they may enter again."""

    manifest: BackupManifest
    locked_out: tuple[str, ...]
