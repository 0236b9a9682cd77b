"""Parts of the screen that know no service; pages put them together."""
