"""来访人屏幕: which screen at this window is turned to the petitioner."""

from reception_desk.config import PetitionerSettings
from reception_desk.ui.named_screens import other_screens
from reception_desk.ui.pages.settings.device_choices import Choices
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.form_grid import FormGrid, Row
from reception_desk.ui.widgets.labels import label

NO_SCREEN = "没有来访人屏幕"


class PetitionerCard(Card):
    """The first screen is the desk's own and is not offered."""

    def __init__(self, kept: PetitionerSettings) -> None:
        super().__init__("来访人屏幕")
        self.screens = Choices({"": NO_SCREEN, **other_screens(kept.screen_name)}, kept.screen_name)
        self.add(FormGrid([Row("屏幕", self.screens)]))
        words = (
            "面向来访人的第二块屏幕，只显示窗口放出的内容；"
            "按屏幕名称辨认，断开时收起，不会跳到工作屏幕上。"
        )
        self.add(label(words, "hint", wraps=True))

    def chosen(self) -> PetitionerSettings:
        """Return what the field says."""
        return PetitionerSettings(self.screens.code())
