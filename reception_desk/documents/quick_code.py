"""QR codes as matrices (GB/T 18284, ISO/IEC 18004), drawn as squares and never as pictures."""

QUIET_ZONE = 4  # modules of white around the code


def quick_code(content: str) -> list[bytes]:
    """Return the modules of a QR code, one byte (0 or 1) each, without its quiet zone."""
    import segno

    code = segno.make(content, error="m", micro=False, boost_error=False)
    return [bytes(row) for row in code.matrix]
