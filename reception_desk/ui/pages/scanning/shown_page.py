"""The page in the middle: fetched when it is chosen, its thumbnail standing for it until then."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage

from reception_desk.records.scan_batches import PlacedPage, ScanBatch
from reception_desk.ui.dialogs.page_view import PageView
from reception_desk.ui.pages.scanning.batch_work import BatchWork, Made
from reception_desk.ui.pages.scanning.page_strip import PageStrip
from reception_desk.ui.pages.scanning.picture import PagePicture


class ShownPage(QObject):
    """Knows which picture is wanted, so that one that comes late is not shown."""

    def __init__(
        self, picture: PagePicture, strip: PageStrip, work: BatchWork, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._picture = picture
        self._strip = strip
        self._work = work
        self._made: Made | None = None
        work.picture_read.connect(self._take)

    def forget(self, words: str) -> None:
        """Say something in the picture's place."""
        self._made = None
        self._picture.say(words)

    def show(self, batch: ScanBatch, placed: PlacedPage) -> None:
        """Show a page as it is, or as it becomes."""
        self._picture.set_greyed(is_greyed=placed.is_removed)
        made = (placed.page_id, batch.pages[placed.page_id].made_by)
        if made == self._made:
            return
        if self._made is None or self._made[0] != placed.page_id:
            small = self._strip.pages.small(made)
            if small is None:
                self._picture.say("正在处理这一页…")
            else:
                self._picture.show_page(small.toImage())
        self._made = made
        self._work.want_picture(placed.page_id, made)

    def open_large(self) -> None:
        """Show the page in a window of its own, to look closely."""
        if not self._picture.image.isNull():
            view = PageView(self._picture.window(), "这一页", self._picture.image)
            view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            view.open()

    def _take(self, made: Made, image: QImage) -> None:
        if made == self._made:
            self._picture.show_page(image)
