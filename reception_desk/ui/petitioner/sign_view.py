"""请签名: the words once more, and the pad; a pen and paper are always offered beside it."""

from PySide6.QtCore import Signal

from reception_desk.records.read_back import ReadBack
from reception_desk.records.signature import SignatureInput
from reception_desk.ui.petitioner.parts import AskingView, answer_button
from reception_desk.ui.petitioner.signature_pad import SignaturePad
from reception_desk.ui.widgets.buttons import Look


class SignView(AskingView):
    """Signals: `signed(SignatureInput)`, and `paper_chosen()` for who signs with a pen."""

    signed = Signal(object)
    paper_chosen = Signal()

    def __init__(self) -> None:
        super().__init__("请签名", "")
        self._words = ""
        self.pad = SignaturePad()
        self.on_paper = answer_button("用笔在纸上签", self.paper_chosen.emit)
        self.again = answer_button("重签", self.pad.clear)
        self.done = answer_button("签好了", self._sign, Look.PRIMARY)
        self.add_below_words(self.pad)
        for button in (self.on_paper, self.again, self.done):
            self.add_answer(button)
        self.pad.changed.connect(self._judge_pad)
        self._judge_pad()

    def show_words(self, words: ReadBack) -> None:
        """Show what will be signed, with an empty pad."""
        self.let_go()
        self._words = words.as_text()
        self.say("请签名", "签名表示下面的记录没有错。不愿在屏幕上签的，可以用笔在纸上签。")
        self.words.show_sections(words.sections())

    def let_go(self) -> None:
        """Keep neither words nor strokes."""
        self._words = ""
        self.say("请签名", "")
        self.words.clear()
        self.pad.clear()

    def _sign(self) -> None:
        if not self.pad.is_empty:
            self.signed.emit(SignatureInput(self._words, self.pad.ink, self.pad.picture()))

    def _judge_pad(self) -> None:
        for button in (self.again, self.done):
            button.setEnabled(not self.pad.is_empty)
