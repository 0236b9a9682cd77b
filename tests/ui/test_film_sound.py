"""The sound of a film: without an output it says so, and nothing else changes."""

from PySide6.QtCore import QObject

from reception_desk.ui.film_sound import NO_OUTPUT, FilmSound, load_sound


def test_where_nothing_can_be_heard_it_says_so(app: object):
    owner = QObject()
    sound = FilmSound(owner)
    sound.open(is_loaded=False)
    assert not sound.is_there
    assert sound.problem == NO_OUTPUT
    sound.play(b"\0\0")
    sound.stop()
    owner.deleteLater()


def test_the_output_of_this_machine_is_taken_or_told_of(app: object):
    owner = QObject()
    sound = FilmSound(owner)
    sound.open(is_loaded=load_sound())
    assert sound.is_there == (sound.problem == "")
    sound.stop()
    owner.deleteLater()
