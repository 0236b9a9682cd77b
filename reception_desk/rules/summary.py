"""A matter in one line, for lists and the receipt."""

SUMMARY_LENGTH = 40
_STOPS = "。；！？\n"


def one_line(claim: str) -> str:
    """Return the first sentence of `claim`, at most 40 characters."""
    text = claim.strip()
    for position, character in enumerate(text):
        if character in _STOPS:
            text = text[:position]
            break
    text = " ".join(text.split())
    return text if len(text) <= SUMMARY_LENGTH else f"{text[: SUMMARY_LENGTH - 1]}…"
