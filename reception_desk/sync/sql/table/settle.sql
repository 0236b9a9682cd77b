-- A table without waiting values is told by its index at once.
SELECT sync.settle_unknown('@table@', @editable@)
