"""The status bar: the lamps, what each knows, and who is signed in."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from reception_desk.records.actor import Actor
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.ui import icons, text_size
from reception_desk.ui.lamp_popover import LampPopover, Press
from reception_desk.ui.lamp_watch import LampWatch
from reception_desk.ui.reading_bar import ReadingBar
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.lamp import LampState, StatusLamps


class LampRow(QWidget):
    """Signals: `lock_asked()`, `password_asked()` and `sign_out_asked()` from the person's menu,
    `join_asked()` from the centre's lamp when the centre does not let this desk in,
    `sync_asked()` from it always.

    `extras` gives a lamp something more to show (the sample cards of a simulated reader).
    """

    lock_asked = Signal()
    password_asked = Signal()
    sign_out_asked = Signal()
    join_asked = Signal()
    sync_asked = Signal()

    def __init__(
        self, watch: LampWatch, actor: Actor, extras: dict[str, Callable[[], QWidget]]
    ) -> None:
        super().__init__()
        self._watch = watch
        self._extras = extras
        self._may_see_sync = may([Role(role) for role in actor.roles], Action.VIEW_SYNC)
        self._may_join = may([Role(role) for role in actor.roles], Action.EDIT_SETTINGS)
        self.lamps = StatusLamps(list(watch.kinds))
        self.person = self._person_button(actor)
        self.lamps.add_right(self.person)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.lamps)
        self.lamps.lamp_clicked.connect(self.open_lamp)
        watch.changed.connect(self._say)
        for kind in watch.kinds:
            self._say(kind.key)

    def open_lamp(self, key: str) -> LampPopover:
        """Open what a lamp knows."""
        presses: list[Press] = [("重新检查", self._watch.refresh)]
        if key == "centre":
            centre = self._watch.centre
            presses = [("立即重试", centre.retry_now)] if centre else []
            if self._may_see_sync:
                presses.append(("打开同步页", self.sync_asked.emit))
            if self._may_join and self._watch.report(key).state is LampState.ERROR:
                presses.append(("重新登记", self.join_asked.emit))
        extra = self._extras[key]() if key in self._extras else self._reading_bar(key)
        popover = LampPopover(self.lamps.lamp(key), self._watch.report(key), presses, extra)
        popover.open()
        return popover

    def _reading_bar(self, key: str) -> QWidget | None:
        centre = self._watch.centre if key == "centre" else None
        is_reading = centre is not None and centre.last is not None and centre.last.reading
        return ReadingBar(centre) if centre is not None and is_reading else None

    def _say(self, key: str) -> None:
        report = self._watch.report(key)
        detail = "\n".join(part for part in (report.sentence, report.advice) if part)
        self.lamps.say(key, report.state, report.word, detail)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._size_icon(self.person)

    @staticmethod
    def _size_icon(button: QToolButton) -> None:
        side = text_size.scaled(16)
        button.setIconSize(QSize(side + 4, side))

    def _person_button(self, actor: Actor) -> QToolButton:
        roles = "、".join(Role(role).label for role in sorted(actor.roles))
        button = QToolButton()
        button.setProperty("look", "lamp")
        button.setText(f"{actor.name} · {roles}")
        button.setAccessibleName(f"已登录：{actor.name}，{roles}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        icons.wear(button, "user", Colour.MUTED)
        self._size_icon(button)
        menu = QMenu(button)
        icons.wear(menu.addAction("锁定屏幕\tCtrl+L", self.lock_asked.emit), "lock")
        icons.wear(menu.addAction("修改密码…", self.password_asked.emit), "edit")
        menu.addSeparator()
        icons.wear(menu.addAction("退出登录", self.sign_out_asked.emit), "door")
        button.setMenu(menu)
        return button
