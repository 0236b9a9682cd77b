"""Small windows over a page, opened and never executed."""
