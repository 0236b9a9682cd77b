"""Code 128 (ISO/IEC 15417) as widths of bars and gaps, drawn as rectangles, never as pictures."""

QUIET_ZONE = 10  # modules of white on either side


def bar_code(content: str) -> list[int]:
    """Return the widths in modules, a bar first and then gap and bar in turn; without quiet zone.

    `content` is ASCII; raises `ValueError` for anything else.
    """
    from reportlab.graphics.barcode.code128 import Code128

    code = Code128(content, quiet=0)
    code.validate()
    if not code.valid:
        raise ValueError(f"Code 128 cannot carry {content!r}")
    code.encode()
    code.decompose()
    return [ord(part.lower()) - ord("a") + 1 for part in code.decomposed]
