"""Other programs that set a page of Chinese text, each in an environment of its own."""
