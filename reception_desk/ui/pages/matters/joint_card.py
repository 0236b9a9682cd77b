"""三跨三分离 on a matter's page: what kind it is, who leads and who supports."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from reception_desk.records.joint_matters import JointMatter
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.labels import label


class JointCard(Card):
    """Hidden where the matter is none and nobody may say so. Signal `asked()`."""

    asked = Signal()

    def __init__(self, *, may_name: bool) -> None:
        super().__init__("三跨三分离")
        self._may_name = may_name
        self.shown = JointMatter()
        self.button = Button("登记…", self.asked.emit, look=Look.LINK)
        self.button.setAccessibleName("登记三跨三分离和主办单位…")
        self.add_action(self.button)
        self.button.setVisible(may_name)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(3)
        self.add(self._rows)

    def show_joint(self, joint: JointMatter) -> None:
        """Show how the matter stands."""
        self.shown = joint
        empty(self._rows)
        self.setVisible(joint.is_joint or self._may_name)
        if not joint.is_joint:
            self._rows.addWidget(label("不是三跨三分离事项。", "muted"))
            return
        kinds = "、".join(trait.label for trait in joint.traits)
        self._rows.addWidget(label(kinds, "strong", wraps=True))
        if joint.lead:
            self._rows.addWidget(label(f"主办：{joint.lead.name}", wraps=True))
        if joint.supports:
            names = "、".join(unit.name for unit in joint.supports)
            self._rows.addWidget(label(f"协办：{names}", wraps=True))
