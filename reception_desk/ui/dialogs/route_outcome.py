"""What the legal-route helper advises, on one card: route, forum, limit, article, paper, words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout

from reception_desk.records.route import RouteAdvice
from reception_desk.rules import codes
from reception_desk.rules.codes import CodeListName
from reception_desk.rules.routes import BY_LAW
from reception_desk.ui.widgets.labels import label

_TO_FILL_IN = "（待本机关填写）"
_TOP_RIGHT = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight


class RouteOutcomeCard(QFrame):
    """The advice, for the clerk to read and for the visitor to hear."""

    def __init__(self, advice: RouteAdvice) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.setAccessibleName(f"建议：{advice.title}")
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        for row, (caption, words) in enumerate(facts(advice)):
            grid.addWidget(label(caption, "muted"), row, 0, _TOP_RIGHT)
            grid.addWidget(_to_copy(words), row, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 16)
        whole.setSpacing(10)
        whole.addWidget(label(f"建议 · {advice.outcome.label}", "muted"))
        whole.addWidget(label(advice.title, "title", wraps=True))
        whole.addWidget(_told(advice.tell))
        whole.addLayout(grid)


def facts(advice: RouteAdvice) -> list[tuple[str, str]]:
    """Return the lines of the card: what each is, and its words."""
    forum = advice.forum
    lines = [("类别", codes.name(CodeListName.MATTER_CLASS, advice.matter_class) or "登记后再定")]
    if forum is not None:
        lines += [
            ("机关", forum.name),
            ("地址", forum.address or _TO_FILL_IN),
            ("电话", forum.phone or _TO_FILL_IN),
        ]
    if advice.limits:
        limits = [f"{limit.text}（{limit.article}）" for limit in advice.limits]
        lines.append(("期限", "\n".join((*limits, f"{BY_LAW}。"))))
    lines.append(("依据", f"《信访工作条例》{'、'.join(advice.articles)}"))
    lines.append(("文书", "、".join(paper.label for paper in advice.papers)))
    return lines


def _to_copy(words: str) -> QLabel:
    shown = label(words, wraps=True)
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return shown


def _told(words: str) -> QFrame:
    """Return the words for the visitor, set apart."""
    panel = QFrame()
    panel.setProperty("look", "bar-info")
    inner = QVBoxLayout(panel)
    inner.setContentsMargins(14, 10, 14, 12)
    inner.setSpacing(4)
    inner.addWidget(label("告诉来访人", "muted"))
    inner.addWidget(_to_copy(words))
    return panel
