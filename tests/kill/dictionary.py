"""Imported before the first fork, so that every desk has the dictionary of names loaded."""

from reception_desk.rules.names import name_keys

name_keys("访民")
