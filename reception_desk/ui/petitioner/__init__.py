"""来访人屏幕: what the person at the other side of the glass reads and answers."""

from reception_desk.ui.petitioner.petitioner_screen import PetitionerScreen

__all__ = ["PetitionerScreen"]
