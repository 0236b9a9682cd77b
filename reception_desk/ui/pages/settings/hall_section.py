"""本机与大厅: which window this is, and what every paper says of the hall."""

from PySide6.QtWidgets import QGridLayout, QLineEdit

from reception_desk import __version__
from reception_desk.errors import DeskError
from reception_desk.records.papers import Office
from reception_desk.services import hall, office, remedies, settings
from reception_desk.services.remedies import Remedies
from reception_desk.ui.pages.settings.section import Section
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.form_grid import FormGrid, Row
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.workplace import Workplace


class HallSection(Section):
    """The desk's identity is fixed by the first start; the hall's card may change any day."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, "本机与大厅", "大厅信息印在每一份回执和登记单上。")
        self.fields = {name: QLineEdit(maxLength=hall.LONGEST) for name in hall.FIELDS}
        self.save_button = Button("保存", self.save, look=Look.PRIMARY)
        self.bodies = {name: QLineEdit(maxLength=remedies.LONGEST) for name in remedies.FIELDS}
        self._fill()
        self._add_desk()
        self._add_card()
        self._add_bodies()
        self.body.addStretch(1)
        self.add_foot(self.save_button)

    def save(self) -> None:
        """Keep the card; papers issued from now on carry it."""
        given = Office(**{name: field.text().strip() for name, field in self.fields.items()})
        bodies = Remedies(**{name: field.text().strip() for name, field in self.bodies.items()})
        try:
            hall.save_hall(self.work.database, self.work.actor, given)
            remedies.save_remedies(self.work.database, self.work.actor, bodies)
        except DeskError as error:
            self.say_error(error)
            return
        self.bar.say(Level.OK, "已保存，从下一份文书起使用。")
        self.work.changes.settings_changed.emit()

    def _fill(self) -> None:
        card = office.office_card(self.work.database)
        for name, field in self.fields.items():
            field.setText(getattr(card, name))
        bodies = remedies.remedies(self.work.database)
        for name, field in self.bodies.items():
            field.setText(getattr(bodies, name))
        self.fields["hall"].setText(settings.get(self.work.database, "office.hall"))
        self.fields["hall"].setPlaceholderText(card.hall)

    def _add_desk(self) -> None:
        desk = self.work.actor.desk
        card = Card("本机")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        facts = (
            ("单位", desk.unit_name),
            ("窗口", f"{desk.window}号窗口（编码 {desk.code}）"),
            ("数据文件夹", str(self.work.settings.home)),
            ("程序版本", __version__),
        )
        for row, (name, value) in enumerate(facts):
            grid.addWidget(label(name, "muted"), row, 0)
            grid.addWidget(label(value, wraps=True), row, 1)
        card.add(grid)
        self.add(card)

    def _add_card(self) -> None:
        card = Card("文书上的大厅信息")
        names = ("大厅名称", "地址", "电话", "网址", "监督电话")
        rows = [Row(name, field) for name, field in zip(names, self.fields.values(), strict=True)]
        card.add(FormGrid(rows))
        self.add(card)

    def _add_bodies(self) -> None:
        card = Card("意见书上的复查、复核机关")
        names = [f"{body}机关{part}" for body in ("复查", "复核") for part in ("", "地址", "电话")]
        rows = [Row(name, field) for name, field in zip(names, self.bodies.values(), strict=True)]
        card.add(
            label("处理意见书写明向谁请求复查，复查意见书写明向谁请求复核。", "hint", wraps=True)
        )
        card.add(FormGrid(rows))
        self.add(card)
