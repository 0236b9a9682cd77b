"""个人信息怎么处理: the notice, which asks for nothing."""

from collections.abc import Callable, Sequence

from reception_desk.ui.kiosk.parts import HOME
from reception_desk.ui.petitioner.parts import AskingView, answer_button
from reception_desk.ui.widgets.buttons import Look


class KioskNoticeView(AskingView):
    """Shows the notice that the paper has, page by page."""

    def __init__(self, on_home: Callable[[], object]) -> None:
        super().__init__("怎样处理您的个人信息", "只是告知，不需要您同意；有不明白的，请问窗口。")
        self.home = answer_button(HOME, on_home, Look.PRIMARY)
        self.add_answer(self.home)

    def show_notice(self, sections: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Show the notice from its beginning."""
        self.words.show_sections(sections)

    def let_go(self) -> None:
        """The next reader begins at the top."""
        self.words.clear()
