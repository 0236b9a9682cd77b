"""What a registered visit still lacks, each line a way into the form."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reception_desk.rules.completeness import Missing
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.labels import label


class GapsCard(Card):
    """Hidden when nothing is owed. Signal `correction_asked(field)`, "" for the form as such."""

    correction_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("待补充")
        holder = QWidget()
        self._links = FlowLayout(holder, spacing=10)
        self.add(holder)
        self.add(label("缺项不影响登记，请在闭馆前补齐。", "hint", wraps=True))
        self.complete_button = Button(
            "补充登记", partial(self.correction_asked.emit, ""), icon="edit"
        )
        self.add_action(self.complete_button)
        self.hide()

    def show_gaps(self, gaps: Sequence[Missing]) -> None:
        """Show what the office still owes to this registration."""
        while (item := self._links.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for gap in gaps:
            jump = partial(self.correction_asked.emit, gap.field.value)
            button = Button(gap.sentence, jump, look=Look.LINK)
            button.setToolTip(gap.article)
            self._links.addWidget(button)
        self.set_count(f"{len(gaps)} 项" if gaps else "")
        self.setVisible(bool(gaps))
