"""送达 on the screen: each way asks for what it must show, and for nothing else."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reception_desk.rules.service_of_papers import Service, ServiceWay
from reception_desk.ui.dialogs.service_form import ServiceForm

TODAY = date(2026, 11, 27)


@pytest.fixture
def form(qtbot: QtBot) -> Iterator[ServiceForm]:
    window = QWidget()
    window.resize(900, 600)
    qtbot.addWidget(window)
    window.show()
    form = ServiceForm(window, "转送函", "张某", TODAY, asks_agreement=True)
    form.open()
    qtbot.waitExposed(form)
    yield form
    window.close()


def choose(form: ServiceForm, way: ServiceWay) -> None:
    form.way.setCurrentIndex(form.way.findData(way))


def given(qtbot: QtBot, form: ServiceForm) -> tuple[Service, bool]:
    with qtbot.waitSignal(form.given) as heard:
        qtbot.mouseClick(form.press, Qt.MouseButton.LeftButton)
    assert heard.args is not None
    service, is_agreed = heard.args
    return service, is_agreed


def test_handed_over_it_asks_who_signed(qtbot, form):
    assert form.received_by.isVisible()
    assert not form.mail_number.isVisible()
    form.agreed.setChecked(True)
    assert given(qtbot, form) == (Service(ServiceWay.DIRECT, TODAY, received_by="张某"), True)


def test_by_post_it_asks_for_the_number_and_forgets_who_would_have_signed(qtbot, form):
    choose(form, ServiceWay.POST)
    assert not form.received_by.isVisible()
    form.mail_number.setText("1188000000000")
    service, _ = given(qtbot, form)
    assert service == Service(ServiceWay.POST, TODAY, mail_number="1188000000000")


def test_electronic_service_asks_for_consent(qtbot, form):
    choose(form, ServiceWay.ELECTRONIC)
    form.consent.setChecked(True)
    service, _ = given(qtbot, form)
    assert service.has_consent


def test_a_day_that_is_none_is_asked_again(qtbot, form):
    form.day.setText("2月30日")
    qtbot.mouseClick(form.press, Qt.MouseButton.LeftButton)
    assert "送达日期" in form.day.accessibleDescription()
    assert form.press.isEnabled()
