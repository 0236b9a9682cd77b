"""The clerk's page as it is laid out: little room, large text, one message in one place."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from reception_desk.records.visit import MatterHint
from reception_desk.services.registration import register_visit
from reception_desk.ui import theme
from reception_desk.ui.pages.reception import ReceptionPage
from reception_desk.ui.pages.reception.matters_card import MattersCard
from reception_desk.ui.pages.reception.visit_draft import PersonDraft
from reception_desk.ui.tasks import Tasks
from reception_desk.ui.text_size import TextSize
from reception_desk.ui.tokens import Scheme
from tests.offices import SampleOffice, person, visit
from tests.ui.desks import workplace
from tests.ui.shell import idle, opened
from tests.ui.stage import show

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def large_page(
    qtbot: QtBot, app: QApplication, desk: SampleOffice, tasks: Tasks, scheme_restored: None
) -> Iterator[ReceptionPage]:
    """At 200 % text in a window of 1366 × 768, with a group in the form."""
    theme.apply(app, Scheme.LIGHT, TextSize.EXTRA_LARGE.scale)
    page = ReceptionPage(workplace(desk, tasks))
    show(qtbot, page, width=1250, height=678)
    page.new_visitor()
    for number in range(4):
        page.form.who.add_person(PersonDraft(role="follower", name=f"同来{number}"))
    yield page
    page.close_page()


def is_whole(area: QScrollArea) -> bool:
    """Whether nothing is cut at the right."""
    inner = area.widget()
    assert inner is not None
    return inner.minimumSizeHint().width() <= area.viewport().width()


def squeezed(page: ReceptionPage) -> list[str]:
    """Return the words of the buttons that have less room than their words."""
    return [
        button.text()
        for button in page.findChildren(QPushButton)
        if button.isVisible() and button.width() < button.minimumSizeHint().width()
    ]


def test_the_first_visitor_has_the_form_at_its_share_of_the_room(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, width=1366, height=748) as opened_desk:
        page = opened_desk.window.reception()
        qtbot.keyClick(opened_desk.window, Qt.Key.Key_F2)
        idle(qtbot, opened_desk)
        qtbot.waitUntil(page.side.isVisible)

        words = page.side.widget()
        assert words is not None
        asked = page.side.minimumSizeHint().width() - words.minimumSizeHint().width()
        assert asked < 20, "a scroll bar never laid out is 100 px wide"


def test_at_200_percent_the_form_is_whole_with_the_day_beside_it(
    qtbot: QtBot, large_page: ReceptionPage
):
    assert is_whole(large_page.form)
    qtbot.mouseClick(large_page.day_button, LEFT)
    qtbot.waitUntil(lambda: large_page.form.width() < large_page.width() * 3 / 4)

    assert large_page.day.isVisible()
    assert is_whole(large_page.form)
    assert squeezed(large_page) == []


def test_at_200_percent_one_column_is_called_at_a_time_and_all_is_whole(
    qtbot: QtBot, large_page: ReceptionPage
):
    qtbot.mouseClick(large_page.day_button, LEFT)
    qtbot.mouseClick(large_page.side_button, LEFT)
    qtbot.waitUntil(lambda: is_whole(large_page.side) and not squeezed(large_page))

    assert large_page.side.isVisible()
    assert not large_page.day.isVisible()
    assert is_whole(large_page.form)

    qtbot.mouseClick(large_page.day_button, LEFT)
    assert large_page.day.isVisible()
    assert not large_page.side.isVisible()


def test_a_refusal_that_its_block_tells_already_is_not_told_twice(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks
):
    page = ReceptionPage(workplace(desk, tasks))
    show(qtbot, page, width=1282, height=700)
    page.new_visitor()
    for number in range(6):
        page.form.who.add_person(PersonDraft(role="representative", name=f"代表{number}"))

    page.submit()

    assert "代表不得超过5人" in page.form.who.bar.text
    assert page.form.bar.text == ""
    assert not page.form.who.bar.visibleRegion().isEmpty(), "and it is in sight"
    page.close_page()


def test_the_list_of_the_day_has_no_frame_inside_its_card(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks
):
    register_visit(desk.database, desk.clerk, visit(person("张伟"), arrived_at=datetime.now(UTC)))
    page = ReceptionPage(workplace(desk, tasks))
    show(qtbot, page, width=1282, height=700)
    qtbot.waitUntil(page.day.list.isVisible)
    page.day.setFocus()

    picture = page.day.list.grab().toImage()

    middle = picture.height() // 2
    colours = {picture.pixelColor(x, middle).name() for x in range(picture.width())}
    assert len(colours) == 1, "below the only visit all is the card's own white"
    page.close_page()


def test_an_earlier_matter_without_a_claim_says_so(qtbot: QtBot):
    moment = datetime(2026, 11, 26, 2, tzinfo=UTC)
    card = MattersCard("Asia/Shanghai")
    qtbot.addWidget(card)
    hint = MatterHint("m", "", moment, moment, "T-1-20261126-001", visits=1, category=None)
    card.show_matters((hint,), "", knows_person=True)

    (button,) = card.findChildren(QPushButton)
    assert button.findChildren(QLabel)[0].text() == "（诉求待补充）"
    assert button.accessibleName().startswith("（诉求待补充）")
