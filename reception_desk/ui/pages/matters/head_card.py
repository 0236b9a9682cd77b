"""What a matter is about and where it stands."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from reception_desk.rules.states import State
from reception_desk.ui.pages.matters.matter_words import NO_TITLE
from reception_desk.ui.pages.matters.opened_matter import OpenedMatter
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.fold import Fold
from reception_desk.ui.widgets.labels import label


class HeadCard(Card):
    """Signal `linked_asked(matter id)`: the matter that this one was joined to."""

    linked_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.title = label("", "heading", wraps=True)
        self.state = label("", "strong", wraps=True)
        self.linked = Button("", look=Look.LINK)
        self._linked_id = ""
        self._facts = label("", "muted", wraps=True)
        self._claim = label("", wraps=True)
        self._claim.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._told = Fold("诉求与事实", self._claim)
        column = QVBoxLayout()
        column.setSpacing(6)
        for part in (self.title, self.state, self._facts):
            column.addWidget(part)
        for part in (self.linked, self._told):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(column)
        self.linked.clicked.connect(lambda: self.linked_asked.emit(self._linked_id))

    def show_matter(self, opened: OpenedMatter) -> None:
        """Show another matter, or the same one after a step."""
        head, standing = opened.file.head, opened.file.now.standing
        self.title.setText(head.title or NO_TITLE)
        self.state.setText(_state_words(opened))
        facts = (
            ("类别", head.matter_class),
            ("内容分类", head.category),
            ("问题属地", head.place),
            ("被反映方", head.respondent),
        )
        self._facts.setText("　".join(f"{name} {value}" for name, value in facts if value))
        self._facts.setVisible(bool(self._facts.text()))
        self._linked_id = standing.linked_matter_id or ""
        self.linked.setVisible(bool(self._linked_id and head.linked_title))
        self.linked.setText(f"关联的事项：{head.linked_title}")
        told = "\n".join(filter(None, (head.claim, head.facts)))
        self._claim.setText(told)
        self._told.setVisible(bool(told))


def _state_words(opened: OpenedMatter) -> str:
    standing = opened.file.now.standing
    state = standing.state.label if isinstance(standing.state, State) else "还没有登记"
    since = standing.since
    days = (opened.today - since).days if since else 0
    begun = f"{since} 起，第 {days + 1} 天" if since else ""
    return " · ".join(filter(None, (state, begun, opened.unit_name)))
