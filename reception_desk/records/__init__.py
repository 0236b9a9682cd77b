"""Frozen values that cross layers; no behaviour beyond questions on themselves."""
