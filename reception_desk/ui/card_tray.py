"""模拟放卡: sample cards for a simulated reader; says what it is."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.labels import label

if TYPE_CHECKING:
    from reception_desk.devices.card_reader.simulated import Simulator


class CardTray(QWidget):
    """One button per invented card; the real reader code reads its bytes."""

    def __init__(self, simulator: "Simulator") -> None:
        super().__init__()
        from reception_desk.devices.card_reader.sample_cards import SAMPLE_CARDS

        self.buttons = [
            Button(
                card.name or card.kind.label,
                partial(simulator.put_card, card),
                tip=f"虚构的{card.kind.label}",
            )
            for card in SAMPLE_CARDS
        ]
        self.lift = Button("取走证件", simulator.lift_card)
        tray = QWidget()
        policy = tray.sizePolicy()
        policy.setHeightForWidth(True)
        tray.setSizePolicy(policy)
        row = FlowLayout(tray, spacing=6)
        for button in (*self.buttons, self.lift):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label("这是模拟读卡器，证件都是虚构的。放上：", "muted", wraps=True))
        column.addWidget(tray)
