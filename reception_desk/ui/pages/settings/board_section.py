"""大厅屏: which screen it fills, what stands on it, and why nobody is called for a while."""

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from reception_desk import config
from reception_desk.config import Settings
from reception_desk.errors import DeskError
from reception_desk.records.hall_board import BoardTexts
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.services import hall_board
from reception_desk.ui.named_screens import screens_here
from reception_desk.ui.pages.settings.device_choices import Choices
from reception_desk.ui.pages.settings.section import Section
from reception_desk.ui.pages.settings.voice_card import VoiceCard
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.form_grid import FormGrid, Row
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.text_area import TextArea
from reception_desk.ui.workplace import Workplace

NO_SCREEN = "本机不显示大厅屏"
_NOTICES_LIMIT = hall_board.MOST_NOTICES * (hall_board.LONGEST + 1)


class BoardSection(Section):
    """Who calls says why nobody is called; the rest is the administrator's."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(
            workplace, "大厅屏", "大厅里的人从这块屏上看到叫号、等候和通知；只有号码，没有姓名。"
        )
        roles = [Role(role) for role in workplace.actor.roles]
        texts = hall_board.board_texts(workplace.database)
        self.pause = QLineEdit(texts.pause, maxLength=hall_board.LONGEST)
        self.screen_box = Choices(
            _screens(self._kept().board.screen_name), self._kept().board.screen_name
        )
        self.voice = VoiceCard(workplace, self._kept().board)
        self.notices = TextArea(limit=_NOTICES_LIMIT, lines=5)
        self.address = QLineEdit(texts.code_address, maxLength=hall_board.LONGEST)
        self.caption = QLineEdit(texts.code_caption, maxLength=hall_board.LONGEST)
        self.notices.set_text("\n".join(texts.notices))
        if may(roles, Action.CALL_TICKET):
            self.add(self._pause_card())
        if may(roles, Action.EDIT_SETTINGS):
            for card in (self._screen_card(), self.voice, self._texts_card()):
                self.add(card)
            self.save_button = Button("保存", self.save, look=Look.PRIMARY)
            self.add_foot(self.save_button)
        self.body.addStretch(1)

    def say_pause(self, words: str) -> None:
        """Put the reason on the board, or take it away."""
        try:
            hall_board.say_pause(self.work.database, self.work.actor, words)
        except DeskError as error:
            self.say_error(error)
            return
        self.pause.setText(hall_board.board_texts(self.work.database).pause)
        said = bool(self.pause.text())
        self.bar.say(Level.OK, "已显示在大厅屏上。" if said else "大厅屏上不再显示暂停。")

    def save(self) -> None:
        """Keep screen and words; words are on the board within seconds."""
        kept = self._kept()
        words = BoardTexts(
            tuple(self.notices.text().splitlines()),
            code_address=self.address.text(),
            code_caption=self.caption.text(),
        )
        try:
            hall_board.save_board_texts(self.work.database, self.work.actor, words)
            board = self.voice.chosen(self.screen_box.code())
            if board != kept.board:
                config.save(replace(kept, board=board))
                self.say_reopen("大厅屏设置已保存。")
                return
        except DeskError as error:
            self.say_error(error)
            return
        self.bar.say(Level.OK, "已保存，几秒内显示在大厅屏上。")

    def _pause_card(self) -> Card:
        card = Card("暂停叫号")
        self.pause.setPlaceholderText("例如：午休，14:30 继续叫号")
        card.add(FormGrid([Row("原因", self.pause)]))
        foot = QHBoxLayout()
        foot.addWidget(Button("显示", lambda: self.say_pause(self.pause.text())))
        foot.addWidget(Button("撤下", partial(self.say_pause, "")))
        foot.addStretch(1)
        card.add(foot)
        return card

    def _screen_card(self) -> Card:
        card = Card("屏幕")
        card.add(FormGrid([Row("大厅屏", self.screen_box)]))
        words = (
            "大厅屏认屏幕的名称：这块屏幕断开时，大厅屏隐去，接上后再显示，不会跳到工作人员的屏幕上。"
            "也可以在另一台加入中心的电脑上用 desk board --sync 单独运行。"
        )
        card.add(label(words, "hint", wraps=True))
        return card

    def _texts_card(self) -> Card:
        card = Card("显示的文字")
        hint = f"一行一条，最多 {hall_board.MOST_NOTICES} 条；放不下时从右向左慢慢移动。"
        rows = [
            Row("通知", self.notices, hint),
            Row("二维码网址", self.address, "不填就不显示二维码。"),
            Row("二维码说明", self.caption),
        ]
        card.add(FormGrid(rows))
        return card

    def _kept(self) -> Settings:
        try:
            return config.load(self.work.settings.home)
        except DeskError as error:
            self.say_error(error)
            return self.work.settings


def _screens(kept: str) -> dict[str, str]:
    """Return the screens to choose from; one that is away stays chosen."""
    found = {"": NO_SCREEN, **dict(screens_here())}
    return found if kept in found else {**found, kept: f"{kept}（现在没有连接）"}
