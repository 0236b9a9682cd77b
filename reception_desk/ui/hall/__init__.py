"""The board of the hall: a window of its own for one named screen, read from eight metres away."""
