"""一次性密码: shown once, large enough to be copied onto a slip."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.ui import text_size
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.labels import label


class OneTimePassword(QDialog):
    """Opened, never executed. The password is in this box and nowhere else; Enter closes it."""

    def __init__(self, parent: QWidget, name: str, login: str, password: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("一次性密码")
        self.password = label(password, "big")
        self.password.setAccessibleName("一次性密码")
        self.password.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.close_button = Button("已抄下，关闭", self.accept, look=Look.PRIMARY)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 18)
        whole.setSpacing(12)
        whole.addWidget(label(f"{name}（{login}）的一次性密码", "heading", wraps=True))
        whole.addWidget(self.password, 0, Qt.AlignmentFlag.AlignHCenter)
        words = "只显示这一次，请抄下交给本人。本人用它登录后，须先设置自己的密码。"
        whole.addWidget(label(words, "muted", wraps=True))
        whole.addLayout(foot)
        self.setMinimumWidth(min(text_size.scaled(420), parent.window().width() - 40))
        self.close_button.setFocus()
        self.close_button.setDefault(True)
