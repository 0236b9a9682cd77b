"""外观: light or dark, three text sizes; at once, and remembered on this machine."""

from PySide6.QtWidgets import QApplication, QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout

from reception_desk.errors import DeskError
from reception_desk.ui import appearance
from reception_desk.ui.appearance import Appearance
from reception_desk.ui.pages.settings.section import Section
from reception_desk.ui.text_size import TextSize
from reception_desk.ui.tokens import Scheme
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.workplace import Workplace

_SCHEMES = {Scheme.LIGHT: "浅色", Scheme.DARK: "深色"}


class AppearanceSection(Section):
    """Everybody may choose how the desk looks."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, "外观", "选择后立即生效，下次打开时保持不变。")
        self._now = appearance.remembered(workplace.database)
        self.schemes = {scheme: QRadioButton(name) for scheme, name in _SCHEMES.items()}
        self.sizes = {size: QRadioButton(size.label) for size in TextSize}
        self.schemes[self._now.scheme].setChecked(True)
        self.sizes[self._now.text_size].setChecked(True)
        self._add_choice("明暗", list(self.schemes.values()))
        self._add_choice("文字大小", list(self.sizes.values()))
        self._add_sample()
        self.body.addStretch(1)

    def _add_choice(self, title: str, buttons: list[QRadioButton]) -> None:
        card = Card(title)
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(24)
        for button in buttons:
            button.setAccessibleDescription(title)
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        group.buttonClicked.connect(self._wear)
        card.add(row)
        self.add(card)

    def _add_sample(self) -> None:
        card = Card("示例")
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(label("来访登记 T-1-20261123-007", "heading"))
        words.addWidget(label("反映土地流转费没有发放，要求支付。", wraps=True))
        words.addWidget(label("15 日内书面告知受理情况", "muted", wraps=True))
        card.add(words)
        self.add(card)

    def _wear(self) -> None:
        chosen = Appearance(
            next(scheme for scheme, button in self.schemes.items() if button.isChecked()),
            next(size for size, button in self.sizes.items() if button.isChecked()),
        )
        app = QApplication.instance()
        if chosen == self._now or not isinstance(app, QApplication):
            return
        self._now = chosen
        appearance.wear(app, chosen)
        self.work.changes.text_size_changed.emit()
        try:
            appearance.remember(self.work.database, chosen)
        except DeskError as error:
            self.say_error(error)
