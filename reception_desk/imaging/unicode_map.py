"""The ToUnicode map of a PDF font whose codes are 1, 2, 3 … (Adobe technical note 5411)."""

from collections.abc import Iterable

_MAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{entries}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
_ENTRIES_IN_BLOCK = 100  # the limit of one bfchar block (Adobe technical note 5014)


def unicode_map(characters: Iterable[int]) -> bytes:
    """Return the map from two-byte codes, counted from 1, to the given code points."""
    lines = [
        f"<{code:04X}> <{chr(character).encode('utf-16-be').hex().upper()}>"
        for code, character in enumerate(characters, start=1)
    ]
    blocks = []
    for start in range(0, len(lines), _ENTRIES_IN_BLOCK):
        block = lines[start : start + _ENTRIES_IN_BLOCK]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return _MAP.format(entries="\n".join(blocks)).encode("ascii")
