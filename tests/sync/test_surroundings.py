"""A machine that slept and a network that came back are noticed, a corrected clock is not."""

import pytest

from reception_desk.sync.surroundings import ASLEEP, Surroundings, route_to


class Machine:
    """Two clocks and a routing table."""

    def __init__(self) -> None:
        self.wall = 1000.0
        self.steady = 50.0
        self.way = "10.0.0.5"
        self.surroundings = Surroundings(
            wall=lambda: self.wall, steady=lambda: self.steady, route=lambda _: self.way
        )
        self.surroundings.centre_is_at("10.0.0.1")

    def work(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_an_hour_at_work_is_no_news(machine: Machine):
    machine.work(3600)

    assert not machine.surroundings.have_changed()


def test_waking_up_is_news_once(machine: Machine):
    machine.work(5)
    machine.wall += 3600

    assert machine.surroundings.have_changed()
    machine.work(5)
    assert not machine.surroundings.have_changed()


@pytest.mark.parametrize("jump", [-86_400, -1, 1, ASLEEP])
def test_a_corrected_clock_is_no_waking(machine: Machine, jump: float):
    machine.wall += jump

    assert not machine.surroundings.have_changed()


def test_after_a_clock_set_back_a_sleep_is_still_noticed(machine: Machine):
    machine.wall -= 86_400
    assert not machine.surroundings.have_changed()
    machine.wall += 60

    assert machine.surroundings.have_changed()


def test_a_way_that_opens_is_news_and_one_that_closes_is_not(machine: Machine):
    machine.way = ""
    assert not machine.surroundings.have_changed()
    machine.way = "10.0.0.5"

    assert machine.surroundings.have_changed()
    assert not machine.surroundings.have_changed()


def test_another_way_is_news(machine: Machine):
    machine.way = "192.168.3.7"

    assert machine.surroundings.have_changed()


def test_the_routing_table_answers_without_sending():
    assert route_to("127.0.0.1") == "127.0.0.1"
    assert route_to("") == ""
    assert route_to("999.0.0.1") == ""
