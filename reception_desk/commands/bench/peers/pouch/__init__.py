"""PouchDB on LevelDB at the desks, against pouchdb-server, which speaks CouchDB's protocol.

Neither end waits for the disk, which ours does. The batches are as large as ours; of 250 to 5,000
documents they went no faster.
"""

import json
from pathlib import Path

from reception_desk.commands.bench.peers.peer import Answer, Exchange, GivenRows, read_answer
from reception_desk.commands.bench.peers.process import (
    fetch,
    free_port,
    install_once,
    run,
    serving,
    tool,
)
from reception_desk.sync.embedded_postgres import EmbeddedPostgres

_VERSION, _SERVER_VERSION = "9.0.0", "4.2.0"
_SCRIPT = Path(__file__).with_name("replicate.js")


class PouchDB:
    """PouchDB, installed by npm in a folder of the bench."""

    name = f"PouchDB {_VERSION}"
    rows = 20_000

    def __init__(self, work: Path) -> None:
        self._home = work / f"pouchdb-{_VERSION}-{_SERVER_VERSION}"

    def install(self) -> None:
        """Install desk and server from the registry that npm is set up with."""
        install_once(
            self._home,
            [[
                tool("npm"), "install", "--prefix", self._home, "--no-audit", "--no-fund",
                "--ignore-scripts", f"pouchdb@{_VERSION}", f"pouchdb-server@{_SERVER_VERSION}",
            ]],
        )  # fmt: skip

    def exchange(self, folder: Path, given: GivenRows, server: EmbeddedPostgres) -> Exchange:  # noqa: ARG002 - it has files of its own
        """See `Peer`."""
        port = free_port()
        host = f"http://127.0.0.1:{port}"
        stored = folder / "server"
        stored.mkdir()
        command = [
            tool("node"), self._home / "node_modules/pouchdb-server/bin/pouchdb-server",
            "--port", str(port), "--dir", stored, "--config", folder / "config.json",
            "--no-stdout-logs",
        ]  # fmt: skip
        with serving(self.name, command, folder, host):
            sent = self._side("push", folder / "sender", f"{host}/hall", given.path)
            read = self._side("pull", folder / "reader", f"{host}/hall")
            at_server = json.loads(fetch(f"{host}/hall"))["doc_count"]
        return Exchange(given.count, sent.seconds, read.seconds, at_server, read.rows)

    def _side(self, action: str, desk: Path, url: str, given: Path | None = None) -> Answer:
        told = run(
            self.name,
            [tool("node"), _SCRIPT, action, desk, url],
            desk.parent,
            environment={"NODE_PATH": str(self._home / "node_modules")},
            given=given,
        )
        return read_answer(self.name, told)
