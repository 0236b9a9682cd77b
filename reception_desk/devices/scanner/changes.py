"""What a scanner does in place of what it cannot, and the sentences that say so."""

from reception_desk.records.scanning import ColourMode, PaperSource, ScanOptions

SUBSTITUTES = {
    ColourMode.COLOUR: (ColourMode.COLOUR, ColourMode.GREY, ColourMode.LINEART),
    ColourMode.GREY: (ColourMode.GREY, ColourMode.COLOUR, ColourMode.LINEART),
    ColourMode.LINEART: (ColourMode.LINEART, ColourMode.GREY, ColourMode.COLOUR),
}
"""Rather too much on a page than too little."""


def changes_of(wanted: ScanOptions, source: PaperSource, mode: ColourMode, dpi: int) -> list[str]:
    """Return a sentence for each choice that differs from the one wanted; 0 dpi is unknown.

    `auto` leaves the place to the device, so no place differs from it.
    """
    changes: list[str] = []
    if wanted.paper_source not in {source, PaperSource.AUTO}:
        changes.append(f"扫描仪没有{wanted.paper_source.label}，已改用{source.label}。")
    if mode is not wanted.colour_mode:
        changes.append(f"扫描仪不能扫{wanted.colour_mode.label}，已改为{mode.label}。")
    if dpi not in {0, wanted.dpi}:
        changes.append(f"扫描仪没有 {wanted.dpi} dpi，已改用 {dpi} dpi。")
    return changes
