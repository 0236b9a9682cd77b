"""Background work: off the UI thread, both answers, owners that go away, closing."""

import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject

from reception_desk.errors import DeskError, DeviceError
from reception_desk.ui.tasks import Progress, Tasks, WorkCancelledError


class Page(QObject):
    """An owner that notes what it is told and in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.answers = []
        self.errors = []
        self.progress = []
        self.threads = set()

    def done(self, value):
        self.threads.add(threading.current_thread())
        self.answers.append(value)

    def failed(self, error):
        self.threads.add(threading.current_thread())
        self.errors.append(error)

    def moved(self, progress):
        self.threads.add(threading.current_thread())
        self.progress.append(progress)


@pytest.fixture
def page(app):
    return Page()


def test_work_runs_elsewhere_and_answers_here(qtbot, tasks, page):
    with qtbot.waitSignal(tasks.idle):
        tasks.run("report", page, threading.current_thread, page.done, page.failed)
        assert tasks.pending == 1
    assert page.answers[0].name.startswith("report")
    assert page.threads == {threading.main_thread()}
    assert tasks.pending == 0
    assert not page.errors


def test_a_failure_for_people_reaches_the_page_and_not_the_log(qtbot, tasks, page):
    def work():
        raise DeviceError("扫描仪没有回应。")

    with qtbot.waitSignal(tasks.idle):
        tasks.run("scanner", page, work, page.done, page.failed)
    assert [str(error) for error in page.errors] == ["扫描仪没有回应。"]
    assert page.threads == {threading.main_thread()}


def test_a_bug_reaches_the_page_and_the_log(qtbot, tasks, page, logs):
    with qtbot.waitSignal(tasks.idle):
        tasks.run("report", page, lambda: 1 // 0, page.done, page.failed)
    assert isinstance(page.errors[0], ZeroDivisionError)
    logs.take("background work failed")


def test_one_lane_keeps_order_and_lanes_do_not_wait_for_each_other(qtbot, tasks, page):
    gate = threading.Event()
    order = []

    def slow():
        gate.wait(10)
        order.append("slow")

    tasks.run("sync", page, slow, page.done, page.failed)
    tasks.run("sync", page, lambda: order.append("after"), page.done, page.failed)
    with qtbot.waitSignal(tasks.pending_changed, check_params_cb=lambda left: left == 2):
        tasks.run("printer", page, lambda: order.append("other lane"), page.done, page.failed)
    assert order == ["other lane"]
    with qtbot.waitSignal(tasks.idle):
        gate.set()
    assert order == ["other lane", "slow", "after"]


def test_the_answer_for_a_page_that_is_gone_is_dropped(qtbot, tasks, app):
    gate = threading.Event()
    page = Page()
    answers = page.answers
    tasks.run("report", page, lambda: gate.wait(10), page.done, page.failed)
    page.deleteLater()
    QCoreApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)
    with qtbot.waitSignal(tasks.idle):
        gate.set()
    assert answers == []


def test_progress_comes_in_order_in_the_ui_thread(qtbot, tasks, page):
    def work(report):
        for at in range(3):
            report(at + 1, 3, f"第 {at + 1} 页")
        return "whole"

    with qtbot.waitSignal(tasks.idle):
        tasks.run_long(
            "scanner", page, work, on_progress=page.moved, on_done=page.done, on_error=page.failed
        )
    assert page.progress == [Progress(0, 0), *(Progress(n, 3, f"第 {n} 页") for n in (1, 2, 3))]
    assert page.answers == ["whole"]
    assert page.threads == {threading.main_thread()}


def test_long_work_can_be_stopped_at_its_next_report(qtbot, tasks, page):
    under_way, stopped = threading.Event(), threading.Event()

    def work(report):
        under_way.set()
        stopped.wait(10)
        report(1, 2)
        return "never"

    with qtbot.waitSignal(tasks.idle):
        report = tasks.run_long(
            "scanner", page, work, on_progress=page.moved, on_done=page.done, on_error=page.failed
        )
        under_way.wait(10)
        report.cancel()
        stopped.set()
    assert page.answers == []
    assert isinstance(page.errors[0], WorkCancelledError)
    assert isinstance(page.errors[0], DeskError)


def test_work_stopped_before_it_began_does_nothing(qtbot, tasks, page):
    gate = threading.Event()
    begun = []
    tasks.run("scanner", page, lambda: gate.wait(10), page.done, page.failed)
    with qtbot.waitSignal(tasks.idle):
        report = tasks.run_long(
            "scanner",
            page,
            begun.append,
            on_progress=page.moved,
            on_done=page.done,
            on_error=page.failed,
        )
        report.cancel()
        gate.set()
    assert begun == []
    assert isinstance(page.errors[0], WorkCancelledError)


def test_closing_waits_for_what_runs_and_drops_what_does_not(qtbot, app, page):
    tasks = Tasks()
    under_way, gate = threading.Event(), threading.Event()
    finished = []

    def work():
        under_way.set()
        gate.wait(10)
        finished.append(True)

    tasks.run("sync", page, work, page.done, page.failed)
    tasks.run("sync", page, lambda: finished.append("never"), page.done, page.failed)
    under_way.wait(10)
    gate.set()
    tasks.close()
    assert finished in ([True], [True, "never"])
    QCoreApplication.processEvents()
    assert page.answers == []
    tasks.run("sync", page, lambda: finished.append("too late"), page.done, page.failed)
    assert "too late" not in finished
    assert tasks.pending == 0


def test_closing_stops_long_work(app, page):
    tasks = Tasks()
    under_way = threading.Event()
    reports = []

    def work(report):
        while True:
            under_way.set()
            report(1)
            reports.append(1)

    tasks.run_long(
        "report", page, work, on_progress=page.moved, on_done=page.done, on_error=page.failed
    )
    under_way.wait(10)
    tasks.close()
    assert page.answers == []


def test_a_callback_that_fails_leaves_the_count_right(qtbot, tasks, page):
    def fails(_value):
        raise ValueError("in the page")

    with qtbot.captureExceptions() as caught, qtbot.waitSignal(tasks.idle):
        tasks.run("report", page, int, fails, page.failed)
    assert [str(info[1]) for info in caught] == ["in the page"]
    assert tasks.pending == 0


def test_a_watched_loop_runs_elsewhere_and_ends_when_the_program_closes(app):
    tasks = Tasks()
    under_way, ended = threading.Event(), threading.Event()
    seen = []

    def loop(stop):
        seen.append(threading.current_thread())
        under_way.set()
        stop.wait(10)
        ended.set()

    tasks.watch("card_reader", loop)
    assert under_way.wait(10)
    assert seen[0] is not threading.main_thread()
    assert tasks.pending == 0
    tasks.close()
    assert ended.is_set()
    assert not seen[0].is_alive()
