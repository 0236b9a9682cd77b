"""首页: what can be done here, each a whole card to press."""

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from reception_desk.ui.kiosk.parts import TouchCard
from reception_desk.ui.widgets.labels import label

CARDS = (
    ("ticket", "ticket", "取号", "不问姓名，不用证件"),
    ("progress", "search", "查办理进度", "凭回执上的查询码"),
    ("evaluation", "evaluation", "评价", "凭查询码，自愿，不记名"),
    ("notice", "info", "个人信息怎么处理", "收集什么、做什么用、您有哪些权利"),
)
WELCOME = "请点要办的事。需要帮助，请找导访员或者窗口。"


class StartView(QWidget):
    """Shows the hall and its cards, one column on a high screen, two on a wide one."""

    def __init__(self, on_chosen: Callable[[str], object]) -> None:
        super().__init__()
        self.hall = label("", "big", wraps=True)
        self.cards = {
            key: TouchCard(icon, title, words, lambda key=key: on_chosen(key))
            for key, icon, title, words in CARDS
        }
        self._grid = QGridLayout()
        self._grid.setSpacing(26)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(48, 56, 48, 56)
        whole.setSpacing(26)
        whole.addWidget(self.hall)
        whole.addWidget(label(WELCOME, "lead", wraps=True))
        whole.addLayout(self._grid, 1)
        self._lay_out(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out(2 if self.width() > self.height() else 1)

    def _lay_out(self, columns: int) -> None:
        for place, card in enumerate(self.cards.values()):
            self._grid.addWidget(card, place // columns, place % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for row in range(len(self.cards)):
            self._grid.setRowStretch(row, 1 if row < len(self.cards) // columns else 0)
