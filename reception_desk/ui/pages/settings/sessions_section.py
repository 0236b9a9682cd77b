"""视频接访: the rooms and links that sessions take up, and when the other end offers a link."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reception_desk.errors import DeskError
from reception_desk.models.database import now
from reception_desk.records.video_sessions import OfferedLink, Resource, ResourceKind
from reception_desk.rules.chinese_dates import weekday_name
from reception_desk.rules.clock_spans import parse_span
from reception_desk.services import session_resources
from reception_desk.ui.dialogs.reason_form import ReasonForm
from reception_desk.ui.pages.settings.section import Section
from reception_desk.ui.session_lines import span_words
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.date_field import DateField
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.form_grid import FormGrid, Row
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.workplace import Workplace

_AHEAD = timedelta(days=60)
_NAMES = {ResourceKind.ROOM: "位置", ResourceKind.LINK: "提供方"}


class SessionsSection(Section):
    """What is set here goes to every desk of the county."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(
            workplace,
            "视频接访",
            "约定视频接访的时间时，从这里登记的视频接访室和线路里选；全县各窗口相同。",
        )
        self._zone = ZoneInfo(workplace.actor.desk.zone)
        self.names = {kind: QLineEdit(maxLength=60) for kind in ResourceKind}
        self.places = {kind: QLineEdit(maxLength=60) for kind in ResourceKind}
        self.link, self.day, self.span = CodeCombo(), DateField(), QLineEdit()
        self.span.setPlaceholderText("例如 09:00-11:30")
        self.withdraw_buttons: dict[str, Button] = {}
        self._rows = {kind: _column() for kind in ResourceKind}
        self._offers = _column()
        for kind in ResourceKind:
            self.add(self._resource_card(kind))
        self.add(self._offer_card())
        self.body.addStretch(1)
        self.reload()

    def reload(self) -> None:
        """Read what is on the list."""
        self.withdraw_buttons = {}
        links: tuple[Resource, ...] = ()
        for kind in ResourceKind:
            found = session_resources.resources(self.work.database, kind)
            links = found if kind is ResourceKind.LINK else links
            empty(self._rows[kind])
            for one in found:
                withdraw = partial(self._ask_withdrawal, one.name, self._resource_away(one))
                words = f"{one.name}　{one.place}" if one.place else one.name
                self._rows[kind].addWidget(self._line(one.resource_id, words, withdraw))
            if not found:
                self._rows[kind].addWidget(label(f"还没有登记{kind.label}。", "muted"))
        self.link.set_choices([Choice(one.resource_id, one.name) for one in links])
        self._show_offers({one.resource_id: one.name for one in links})

    def add_resource(self, kind: ResourceKind) -> None:
        """Put a room or link on the list."""
        name, place = self.names[kind], self.places[kind]

        def act() -> None:
            session_resources.add_resource(
                self.work.database, self.work.actor, kind, name.text(), place.text()
            )
            name.clear()
            place.clear()

        self._do(act, f"已登记{kind.label}。")

    def offer(self) -> None:
        """Record when the other end offers a link."""
        day = self.day.day()

        def act() -> None:
            first, last = parse_span(self.span.text())
            if day is None or not self.link.code():
                raise DeskError("请选择线路和日期。")
            begin, end = (datetime.combine(day, clock, self._zone) for clock in (first, last))
            session_resources.offer_link(
                self.work.database, self.work.actor, self.link.code(), begin, end
            )
            self.span.clear()

        self._do(act, "已登记线路时段。")

    def _do(self, act: Callable[[], None], words: str) -> None:
        try:
            act()
        except DeskError as error:
            self.say_error(error)
            return
        self.bar.say(Level.OK, words)
        self.reload()
        self.work.changes.video_session_changed.emit("")

    def _resource_away(self, one: Resource) -> Callable[[str], None]:
        return lambda reason: session_resources.withdraw_resource(
            self.work.database, self.work.actor, one.resource_id, reason=reason
        )

    def _offer_away(self, one: OfferedLink) -> Callable[[str], None]:
        return lambda reason: session_resources.withdraw_offer(
            self.work.database, self.work.actor, one.offer_id, reason=reason
        )

    def _ask_withdrawal(self, name: str, act: Callable[[str], None]) -> ReasonForm:
        words = "已经约定的视频接访不受影响。"
        form = ReasonForm(self.window(), f"撤下“{name}”", "撤下", words)

        def withdraw(reason: str) -> None:
            try:
                act(reason)
            except DeskError as error:
                form.refuse(error)
                return
            form.accept()
            self._do(lambda: None, f"已撤下“{name}”。")

        form.asked.connect(withdraw)
        form.open()
        return form

    def _show_offers(self, names: dict[str, str]) -> None:
        today = datetime.combine(now().astimezone(self._zone).date(), time(), self._zone)
        empty(self._offers)
        found = session_resources.offers_between(self.work.database, today, today + _AHEAD)
        for one in found:
            first = one.starts_at.astimezone(self._zone)
            times = span_words(one.starts_at, one.ends_at, self._zone)
            when = f"{first:%Y-%m-%d} {weekday_name(first.date())} {times}"
            words = f"{when}　{names.get(one.link_id, '')}"
            withdraw = partial(self._ask_withdrawal, when, self._offer_away(one))
            self._offers.addWidget(self._line(one.offer_id, words, withdraw))
        if not found:
            self._offers.addWidget(
                label("没有登记今后的线路时段：任何时间都可以约定。", "muted", wraps=True)
            )

    def _line(self, key: str, words: str, withdraw: Callable[[], object]) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label(words, wraps=True), 1)
        button = Button("撤下…", withdraw, look=Look.LINK)
        button.setAccessibleName(f"撤下 {words}")
        self.withdraw_buttons[key] = button
        row.addWidget(button)
        return whole

    def _resource_card(self, kind: ResourceKind) -> Card:
        card = Card(kind.label)
        card.add(self._rows[kind])
        card.add(
            FormGrid(
                [
                    Row("名称", self.names[kind], is_required=True),
                    Row(_NAMES[kind], self.places[kind]),
                ],
                columns=2,
            )
        )
        card.add(_right(Button("登记", partial(self.add_resource, kind))))
        return card

    def _offer_card(self) -> Card:
        card = Card("线路时段")
        card.add(self._offers)
        rows = [
            Row("线路", self.link, is_required=True),
            Row("日期", self.day, is_required=True),
            Row("时段", self.span, is_required=True),
        ]
        card.add(FormGrid(rows, columns=2))
        card.add(_right(Button("登记", self.offer)))
        return card


def _column() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    return column


def _right(button: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(button)
    return row
