"""Tables of the screen: models that read pages, and the one table view."""
