"""接访台: the reception desk of a county petition office."""

__version__ = "0.1.0"
