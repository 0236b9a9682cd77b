"""Files to the centre and back: megabytes a second, and nothing sent twice after a cut.

Up: the floor is a bare INSERT of the same chunks as bytea, all in one transaction; ours commits
each. Down: it is a bare SELECT of them; ours writes them to the disk. Only ours is verified by
SHA-256. COPY of the same chunks, and the same bytes over a bare TCP connection, stand in the
details.
"""

import os
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from reception_desk.commands.bench.cable import Cable, Fault
from reception_desk.commands.bench.figure import Figure, Goal, milliseconds
from reception_desk.commands.bench.office import BenchOffice, open_office
from reception_desk.commands.bench.plan import Plan
from reception_desk.commands.bench.sync.office_rows import enrol, link_of
from reception_desk.models.document import Document
from reception_desk.models.rows import add_row
from reception_desk.services.authorship import by
from reception_desk.services.files import FileStore
from reception_desk.sync import centre, file_queue
from reception_desk.sync.administrator import administrator, scalar
from reception_desk.sync.blobs import CHUNK_BYTES
from reception_desk.sync.centre_errors import CentreAwayError
from reception_desk.sync.embedded_postgres import EmbeddedPostgres, running_postgres
from reception_desk.sync.file_fetch import CentreFiles
from reception_desk.sync.files import FileSender
from reception_desk.sync.greeting import greet
from reception_desk.sync.link import CentreLink
from reception_desk.sync.round import run_round
from reception_desk.sync.session import CentreSession

_FILES, _CHUNKS = 25, 8
_CUT_CHUNKS = 20
_OTHER_STEPS = 2
"""Of a file's steps: it is opened, and closed."""


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield the rates up and down, and how often a chunk was sent that had arrived."""
    count = 2 if plan.is_quick else _FILES
    contents = [os.urandom(_CHUNKS * CHUNK_BYTES) for _ in range(count)]
    megabytes = len(contents) * _CHUNKS * CHUNK_BYTES / 1e6
    with (
        tempfile.TemporaryDirectory(dir=plan.work, prefix="files-") as name,
        running_postgres(durable=True) as server,
    ):
        folder = Path(name)
        admin_dsn = server.new_database("bench")
        centre.init(admin_dsn)
        for home in ("sender", "reader", "cut"):
            enrol(folder / home, admin_dsn)
        inserted, copied, read = _floors(admin_dsn, contents)
        carried = megabytes / _over_tcp(contents)
        with open_office(folder / "sender") as office:
            hashes = _keep(office, folder / "sender", contents)
            up = megabytes / _send(office, folder / "sender")
        details = {"copy": round(megabytes / copied), "tcp": round(carried), "MB": round(megabytes)}
        yield Figure(
            "文件上传", up, "MB/秒", megabytes / inserted, Goal.LEAST_TIMES_THE_FLOOR, 0.5, details
        )
        with open_office(folder / "reader") as office:
            down = megabytes / _fetch(office, folder / "reader", hashes)
        yield Figure("文件取回", down, "MB/秒", megabytes / read, details=details)
        yield _after_a_cut(folder / "cut", server, admin_dsn)


def _keep(office: BenchOffice, home: Path, contents: list[bytes]) -> list[str]:
    """Store the files at the desk with a paper that names each; return their hashes."""
    store = FileStore(home / "files")
    hashes = [store.put(content) for content in contents]
    with office.database.write() as session:
        for sha256, content in zip(hashes, contents, strict=True):
            add_row(
                session, Document, **by(office.clerk), kind="receipt", title="来访回执", paper="A4",
                sha256=sha256, size=len(content), is_stale=False,
            )  # fmt: skip
    return hashes


def _send(office: BenchOffice, home: Path) -> float:
    """Send the rows, then every file; return the seconds of the files."""
    with CentreSession(link_of(home)) as session:
        greet(office.database, session)
        run_round(office.database, session)
        sender = FileSender(office.database, FileStore(home / "files"), session)
        return milliseconds(lambda: sender.send(lambda _: False)) / 1000


def _fetch(office: BenchOffice, home: Path, hashes: list[str]) -> float:
    """Read the rows, then fetch every file into the desk's store; return the seconds of both."""
    link = link_of(home)
    with CentreSession(link) as session:
        greet(office.database, session)
        run_round(office.database, session)
    store = FileStore(home / "files", CentreFiles(office.database, link))
    return milliseconds(lambda: [store.obtain(sha256) for sha256 in hashes]) / 1000


def _floors(admin_dsn: str, contents: list[bytes]) -> tuple[float, float, float]:
    """Return the seconds of INSERT, COPY and SELECT of the same chunks, and nothing else."""
    chunks = [
        content[start : start + CHUNK_BYTES]
        for content in contents
        for start in range(0, len(content), CHUNK_BYTES)
    ]
    with administrator(admin_dsn) as connection:
        connection.execute("CREATE TABLE inserted (number int PRIMARY KEY, content bytea)")
        connection.execute("ALTER TABLE inserted ALTER COLUMN content SET STORAGE EXTERNAL")
        connection.execute("CREATE TABLE copied (LIKE inserted INCLUDING ALL)")
    with administrator(admin_dsn) as connection:

        def insert() -> None:
            for number, chunk in enumerate(chunks):
                connection.execute("INSERT INTO inserted VALUES (%s, %s)", (number, chunk))

        def copy() -> None:
            with connection.cursor().copy("COPY copied FROM STDIN (FORMAT BINARY)") as writer:
                writer.set_types(("int4", "bytea"))
                for number, chunk in enumerate(chunks):
                    writer.write_row((number, chunk))

        def read() -> None:
            query = "SELECT content FROM inserted WHERE number = %s"
            for number in range(len(chunks)):
                connection.execute(query, (number,), binary=True).fetchone()

        seconds = [milliseconds(act) / 1000 for act in (insert, copy, read)]
    return seconds[0], seconds[1], seconds[2]


def _over_tcp(contents: list[bytes]) -> float:
    """Return the seconds of the same bytes over a bare connection on this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        near = socket.create_connection(listener.getsockname())
        far, _ = listener.accept()
    with near, far:

        def receive() -> None:
            left = sum(map(len, contents))
            while left:
                left -= len(far.recv(1 << 20))

        def carry() -> None:
            reader = threading.Thread(target=receive)
            reader.start()
            for content in contents:
                near.sendall(content)
            reader.join()

        return milliseconds(carry) / 1000


def _after_a_cut(home: Path, server: EmbeddedPostgres, admin_dsn: str) -> Figure:
    """Pull the cable in the middle of a file; return how often a chunk went that had arrived."""
    content = os.urandom(_CUT_CHUNKS * CHUNK_BYTES)
    with closing(Cable(server.port)) as cable, open_office(home) as office:
        (sha256,) = _keep(office, home, [content])
        link = cable.through(link_of(home))
        _send_until_cut(office, home, link, cable)
        arrived = _chunks_at_centre(admin_dsn, sha256)
        with CentreSession(link) as session:
            greet(office.database, session)
            run_round(office.database, session)
            steps: list[float] = []
            sender = FileSender(office.database, FileStore(home / "files"), session)
            sender.send(lambda seconds: bool(steps.append(seconds)))
            left = file_queue.count_waiting(office.database)
    sent = len(steps) - _OTHER_STEPS
    again = sent - (_CUT_CHUNKS - arrived)
    return Figure(
        "断线后已收块的发送次数", (arrived + again) / arrived, "次", 1, Goal.MOST, 1,
        {"arrived": arrived, "sent_after": sent, "waiting": left.count},
    )  # fmt: skip


def _send_until_cut(office: BenchOffice, home: Path, link: CentreLink, cable: Cable) -> None:
    steps = 0

    def cut(_seconds: float) -> bool:
        nonlocal steps
        steps += 1
        if steps == _CUT_CHUNKS // 2:
            cable.set(Fault.UNPLUGGED)
        return False

    with CentreSession(link) as session:
        greet(office.database, session)
        run_round(office.database, session)
        with suppress(CentreAwayError):
            FileSender(office.database, FileStore(home / "files"), session).send(cut)
    cable.set(Fault.NONE)


def _chunks_at_centre(admin_dsn: str, sha256: str) -> int:
    with administrator(admin_dsn) as connection:
        return scalar(
            connection,
            "SELECT count(*) FROM sync.blob_chunk JOIN sync.blob_stream USING (blob) "
            "WHERE sha256 = %s",
            sha256,
        )
