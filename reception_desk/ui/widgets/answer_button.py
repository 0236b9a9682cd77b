"""A numbered answer as a wide button whose words wrap."""

from collections.abc import Callable

from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.wrapping_button import WrappingButton


class AnswerButton(WrappingButton):
    """The owner listens to the number key."""

    def __init__(self, number: int, words: str, on_press: Callable[[], object]) -> None:
        super().__init__(f"{number} {words}", on_press)
        self.lead(label(str(number), "count"))
        self.add(label(words, wraps=True))
