"""The recorder of video receptions: a process of its own, its files, and who proves them.

Nothing is written unless a person started it with a consent on record (`records.recording`).
"""
