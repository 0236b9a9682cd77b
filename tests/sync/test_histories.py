"""Random histories of three desks against the invariants of the sync.

25 in every run; a longer campaign by `DESK_HISTORIES=2000 pytest tests/sync/test_histories.py`.
A history that fails is printed as steps, with the command that replays it.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, __version__, reproduce_failure, settings
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import run_state_machine_as_test

from reception_desk.sync import eviction, local_state
from tests.postgres import CentreDatabase
from tests.sync.desks import Desk, open_copy
from tests.sync.histories import Histories
from tests.sync.world import STREAMS, World

HISTORIES = int(os.environ.get("DESK_HISTORIES", "25"))
REPLAY = os.environ.get("DESK_REPLAY", "")


def run_histories(
    world: World, count: int, *, replay: str = "", phases: Sequence[Phase] = tuple(Phase)
) -> None:
    """Run random histories, or one again. A failure says by which command it is replayed."""
    machine: Any = type("Histories", (Histories,), {"world": world})
    if replay:
        machine = reproduce_failure(__version__, replay.encode())(machine)
    try:
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=count,
                stateful_step_count=25,
                phases=phases,
                print_blob=True,
                report_multiple_bugs=False,
                derandomize=False,
                database=None,
                deadline=None,
                suppress_health_check=list(HealthCheck),  # pyright: ignore[reportArgumentType]
            ),
        )
    except BaseException as failure:
        notes = "\n".join(getattr(failure, "__notes__", ()))
        if blob := re.search(r"@reproduce_failure\('.*', b'(.*)'\)", notes):
            failure.add_note(f"DESK_REPLAY={blob[1]} ./desk test tests/sync/test_histories.py")
        raise


@pytest.fixture
def world(centre: CentreDatabase, empty_file: Path, tmp_path: Path) -> Iterator[World]:
    desks: dict[str, Desk] = {}
    for name, streams in STREAMS.items():
        path = tmp_path / f"{name}.db"
        shutil.copy(empty_file, path)
        desks[name] = Desk(open_copy(path), centre.enrol(name, *streams))
    made = World(centre, desks)
    yield made
    made.close()


@pytest.mark.slow
@pytest.mark.timeout(420 + HISTORIES * 10)  # a failure is made as short as it can be
def test_every_history_keeps_the_invariants(world: World):
    run_histories(world, HISTORIES, replay=REPLAY)


def _lose_clashes(world: World, _patch: pytest.MonkeyPatch) -> None:
    world.query(
        "CREATE FUNCTION sync.lose() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN NULL; END $$"
    )
    world.query(
        "CREATE TRIGGER lose BEFORE INSERT ON sync.conflict "
        "FOR EACH ROW EXECUTE FUNCTION sync.lose()"
    )


def _take_twice(world: World, _patch: pytest.MonkeyPatch) -> None:
    world.query(
        "CREATE OR REPLACE FUNCTION sync.objection(d sync.desk, p_client uuid, p_from bigint, "
        "p_to bigint) RETURNS jsonb LANGUAGE sql AS 'SELECT NULL::jsonb'"
    )


def _skip_a_position(_world: World, patch: pytest.MonkeyPatch) -> None:
    advance = local_state.advance
    patch.setattr(local_state, "advance", lambda at, stream, pos: advance(at, stream, pos + 1))


def _keep_what_was_withdrawn(_world: World, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(eviction, "remove_withdrawn", lambda *_: ())


PLANTED: list[Callable[[World, pytest.MonkeyPatch], None]] = [
    _lose_clashes,
    _take_twice,
    _skip_a_position,
    _keep_what_was_withdrawn,
]


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found(world: World, monkeypatch: pytest.MonkeyPatch, plant):
    plant(world, monkeypatch)

    # One that the same history meets only at times, by the clocks, is found as well.
    with pytest.raises((AssertionError, FlakyFailure)):
        run_histories(world, 300, phases=[Phase.generate])


@pytest.mark.slow
def test_the_command_it_prints_replays_a_failure_at_once(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    _skip_a_position(world, monkeypatch)
    with pytest.raises(AssertionError) as failed:
        run_histories(world, 100, phases=[Phase.generate])
    command = failed.value.__notes__[-1]
    before = world.histories

    with pytest.raises(AssertionError) as again:
        run_histories(world, 100, replay=command.removeprefix("DESK_REPLAY=").split()[0])

    assert command.endswith("./desk test tests/sync/test_histories.py")
    assert again.value.args == failed.value.args
    assert world.histories == before + 1
