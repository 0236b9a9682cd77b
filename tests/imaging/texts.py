"""How far what was read is from what was written."""

FULL_WIDTH_FORMS = str.maketrans("：，；（）！？", ":,;()!?")


def plain(lines: tuple[str, ...]) -> str:
    return "".join("".join(lines).split()).translate(FULL_WIDTH_FORMS)


def edits(wanted: str, got: str) -> int:
    """Return how many characters must be put in, taken out or changed (Levenshtein)."""
    costs = list(range(len(got) + 1))
    for row, expected in enumerate(wanted, start=1):
        above, costs[0] = costs[0], row
        for column, found in enumerate(got, start=1):
            cost = min(costs[column] + 1, costs[column - 1] + 1, above + (expected != found))
            above, costs[column] = costs[column], cost
    return costs[-1]
