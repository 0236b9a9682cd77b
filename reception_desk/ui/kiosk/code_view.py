"""查询码: first the code, then what only the petitioner knows, which is never shown."""

from collections.abc import Callable
from enum import StrEnum, auto

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout

from reception_desk.documents.wording import grouped
from reception_desk.rules.inquiry import CODE_DIGITS, SECRET_SIGNS
from reception_desk.ui.kiosk.keypad import DELETE, Keypad
from reception_desk.ui.kiosk.parts import KioskView
from reception_desk.ui.widgets.buttons import Look
from reception_desk.ui.widgets.labels import label

ASK_CODE = "请输入查询码"
WHERE_CODE = f"查询码在来访回执上，{CODE_DIGITS} 位数字。"
ASK_ENDING = "请输入后四位"
WHERE_ENDING = "登记时留的手机号或证件号码的后四位，填一个。\n两样都没有留的，填回执上的“核对码”。"


class Asked(StrEnum):
    """What is typed now."""

    CODE = auto()
    SECRET = auto()


class CodeView(KioskView):
    """Calls `on_typed(code, secret)` when both are there."""

    def __init__(
        self, on_typed: Callable[[str, str], object], on_home: Callable[[], object]
    ) -> None:
        super().__init__(ASK_CODE, WHERE_CODE, on_home)
        self._on_typed = on_typed
        self._code = self._secret = ""
        self.asked = Asked.CODE
        self.typed = label("", "typed")
        self.trouble = label("", "heading", wraps=True)
        self.keypad = Keypad(self._press)
        self.again = self.add_answer("重新输入", self.begin, Look.PLAIN)
        self.onward = self.add_answer("下一步", self._go_on)
        side = QVBoxLayout()
        side.setSpacing(20)
        side.addWidget(self.typed)
        side.addWidget(self.trouble)
        side.addStretch(1)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._parts.setSpacing(32)
        self._parts.addLayout(side, 2)
        self._parts.addWidget(self.keypad, 5)
        self.body.addLayout(self._parts, 1)
        self.keypad.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.begin()

    def begin(self) -> None:
        """Ask for the code, with nothing typed."""
        self.asked = Asked.CODE
        self._code = self._secret = ""
        self.trouble.clear()
        self._show()

    def begin_again(self, trouble: str) -> None:
        """Ask anew, and say why."""
        self.begin()
        self.trouble.setText(trouble)

    def show_busy(self, *, is_busy: bool) -> None:
        """While the answer is looked up nothing else is typed."""
        self.keypad.setEnabled(not is_busy)
        self.onward.setEnabled(not is_busy)

    def let_go(self) -> None:
        self.begin()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() > self.height()
        ways = QBoxLayout.Direction
        self._parts.setDirection(ways.LeftToRight if is_wide else ways.TopToBottom)

    def _press(self, key: str) -> None:
        self.trouble.clear()
        if self.asked is Asked.CODE:
            self._code = _with(self._code, key, CODE_DIGITS)
        else:
            self._secret = _with(self._secret, key, SECRET_SIGNS)
        self._show()

    def _go_on(self) -> None:
        if self.asked is Asked.CODE:
            self.asked = Asked.SECRET
            self._show()
            return
        code, secret = self._code, self._secret
        self._on_typed(code, secret)

    def _show(self) -> None:
        is_code = self.asked is Asked.CODE
        self.title.setText(ASK_CODE if is_code else ASK_ENDING)
        self.below.setText(WHERE_CODE if is_code else WHERE_ENDING)
        self.keypad.keys["X"].setEnabled(not is_code)
        if is_code:
            shown, length = self._code, CODE_DIGITS
            self.typed.setText(grouped(self._code) or " ")
        else:
            shown, length = self._secret, SECRET_SIGNS
            self.typed.setText(" ".join("●" * len(shown)) or " ")
        self.typed.setAccessibleName(f"已输入 {len(shown)} 位")
        self.onward.setText("下一步" if is_code else "查询")
        self.onward.setAccessibleName(self.onward.text())
        self.onward.setEnabled(len(shown) == length)
        self.again.setEnabled(bool(self._code))


def _with(typed: str, key: str, most: int) -> str:
    if key == DELETE:
        return typed[:-1]
    return typed + key if len(typed) < most else typed
