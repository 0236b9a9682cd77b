"""扫描: pages read for a visit, sorted into papers and filed."""

from reception_desk.ui.pages.scanning.page import ScanningPage

__all__ = ["ScanningPage"]
