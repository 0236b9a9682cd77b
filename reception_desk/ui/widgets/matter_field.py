"""A field that holds another matter, found by its number or its words."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.search_box import SearchBox


class MatterField(QWidget):
    """Signal `asked(number, text)`: its owner searches and calls `show_results`."""

    asked = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self.matter_id = ""
        self.search = SearchBox("编号开头，或事项中的词", name="关联的事项")
        self._chosen = label("", wraps=True)
        self._found: dict[str, Choice] = {}
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(3)
        whole.addWidget(self.search)
        whole.addWidget(self._chosen)
        self._chosen.hide()
        self.setFocusProxy(self.search)
        self.search.asked.connect(self.asked)
        self.search.chosen.connect(self._take)

    def set_matter(self, matter_id: str, title: str) -> None:
        """Hold a matter, "" for none; `title` is what the person reads."""
        self.matter_id = matter_id
        self._chosen.setText(f"已选：{title}")
        self._chosen.setVisible(bool(matter_id and title))

    def show_results(self, number: int, choices: Sequence[Choice]) -> None:
        """Show what was found for question `number`."""
        self._found = {choice.key: choice for choice in choices}
        self.search.show_results(number, choices)

    def _take(self, key: str) -> None:
        choice = self._found[key]
        self.set_matter(key, f"{choice.title} {choice.detail}".strip())
