"""The centre in the UI thread: what came is announced, what is committed wakes the loop."""

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from reception_desk.config import CentreSettings
from reception_desk.records.sync import LinkState, ReadingProgress, SyncReport, TableChange
from reception_desk.sync.link import CentreLink, keep_secret
from reception_desk.ui.centre_watch import CentreWatch
from reception_desk.ui.changes import Changes
from reception_desk.ui.reading_bar import ReadingBar
from reception_desk.ui.widgets.lamp import LampState
from tests.offices import SampleOffice
from tests.ui.shell import opened

NOBODY = CentreLink("host=127.0.0.1 port=1 dbname=centre user=w1 connect_timeout=2", "secret")


def test_a_centre_that_is_away_is_a_state_not_an_error(qtbot: QtBot, desk: SampleOffice):
    watch = CentreWatch(desk.database, NOBODY, desk.files, Changes())
    qtbot.waitUntil(
        lambda: watch.last is not None and watch.last.state is LinkState.OFFLINE, timeout=20_000
    )
    watch.retry_now()
    watch.close()


def test_what_came_is_announced_once_per_record(qtbot: QtBot, desk: SampleOffice):
    changes = Changes()
    watch = CentreWatch(desk.database, NOBODY, desk.files, changes)
    visits = QSignalSpy(changes.visit_changed)
    papers = QSignalSpy(changes.document_changed)
    matters = QSignalSpy(changes.matter_changed)
    report = SyncReport(
        finished_at=datetime.now(UTC),
        rows_down=6,
        changes=(
            TableChange("visit", ("a", "b"), 2),
            TableChange("visit_person", ("b", "c"), 2),
            TableChange("document", (), 900),
            TableChange("matter", tuple("klmnopqrs"), 9),
            TableChange("audit_entry", ("z",), 1),
        ),
    )
    with qtbot.waitSignal(watch.round_done):
        watch.reported.emit(report)

    assert [visits.at(at)[0] for at in range(visits.count())] == ["a", "b", "c"]
    assert [papers.at(at)[0] for at in range(papers.count())] == [""]
    assert [matters.at(at)[0] for at in range(matters.count())] == [""]
    watch.close()


def test_a_report_on_a_promise_lets_matters_be_read_again(qtbot: QtBot, desk: SampleOffice):
    changes = Changes()
    watch = CentreWatch(desk.database, NOBODY, desk.files, changes)
    matters = QSignalSpy(changes.matter_changed)
    report = SyncReport(
        finished_at=datetime.now(UTC),
        rows_down=1,
        changes=(TableChange("promise_report", ("a",), 1),),
    )
    with qtbot.waitSignal(watch.round_done):
        watch.reported.emit(report)
    assert [matters.at(at)[0] for at in range(matters.count())] == [""]
    watch.close()


def test_a_desk_with_a_centre_shows_it_in_the_lamp(qtbot: QtBot, desk: SampleOffice):
    keep_secret(desk.database.path.parent, "secret")
    with opened(qtbot, desk, centre=CentreSettings(NOBODY.dsn)) as opened_desk:
        lamp = opened_desk.window.lamp_row.lamps.lamp("centre")
        qtbot.waitUntil(lambda: lamp.state is LampState.WARN, timeout=20_000)
        assert "离线" in lamp.accessibleName()


def test_an_open_lamp_follows_a_long_reading_to_its_end(qtbot: QtBot, desk: SampleOffice):
    keep_secret(desk.database.path.parent, "secret")
    with opened(qtbot, desk, centre=CentreSettings(NOBODY.dsn)) as opened_desk:
        watch = opened_desk.centre
        assert watch is not None
        qtbot.waitUntil(
            lambda: watch.last is not None and watch.last.state is LinkState.OFFLINE,
            timeout=20_000,
        )
        assert watch.last is not None
        status = replace(watch.last, state=LinkState.ONLINE)
        watch.last = replace(status, reading=ReadingProgress(500, 2_000, 30))
        watch.state_changed.emit(watch.last)
        popover = opened_desk.window.lamp_row.open_lamp("centre")
        bar = popover.findChild(ReadingBar)
        assert isinstance(bar, ReadingBar)
        assert (bar.bar.value(), bar.bar.maximum()) == (500, 2_000)
        assert "接收 25%" in popover.accessibleName()

        watch.state_changed.emit(replace(status, reading=ReadingProgress(1_000, 2_000, 15)))
        assert (bar.bar.value(), bar.words.text()) == (1_000, "1,000 / 2,000 条，约还需 15 秒")
        watch.state_changed.emit(status)
        assert bar.words.text() == "已全部收到。"
        popover.close()


def test_a_centre_without_a_secret_is_told_and_the_desk_opens(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, centre=CentreSettings(NOBODY.dsn)) as opened_desk:
        assert opened_desk.centre is None
        lamp = opened_desk.window.lamp_row.lamps.lamp("centre")
        assert lamp.state is LampState.ERROR
        assert "登记码" in lamp.accessibleDescription()
