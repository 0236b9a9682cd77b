"""What the station prints: the list of what was handed in, and separator sheets."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from reception_desk.documents.office_fonts import font_paths
from reception_desk.records.document import DocumentKind, DocumentRecord
from reception_desk.services import separators
from reception_desk.services.papers import issue_paper
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.workplace import Workplace


class StationPrints(QObject):
    """Sends papers to their printer and says so; `say_error` hears what failed."""

    def __init__(
        self,
        workplace: Workplace,
        say: Callable[[Level, str], object],
        say_error: Callable[[Exception], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._work = workplace
        self._say = say
        self._say_error = say_error

    def print_list(self, visit_id: str) -> None:
        """Print the list of what was handed in; the visitor takes one copy along."""
        make = partial(
            issue_paper,
            self._work.database,
            self._work.files,
            self._work.actor,
            visit_id,
            DocumentKind.MATERIALS_LIST,
            paper=self._work.settings.form_printer.paper,
            fonts=font_paths(self._work.settings.fonts),
        )
        self._work.tasks.run("papers", self, make, self._print, self._say_error)

    def print_sheet(self, visit_id: str | None) -> None:
        """Print the separator sheet of a visit, or the one that only parts two papers."""
        make = partial(
            separators.sheet_pdf,
            self._work.database,
            self._work.actor,
            visit_id,
            fonts=font_paths(self._work.settings.fonts),
        )
        self._work.print_desk.print_aid(make, "分隔页", self._work.settings.form_printer.paper)
        self._say(Level.INFO, "分隔页已送打印机。")

    def _print(self, document: DocumentRecord) -> None:
        self._say(Level.OK, "材料接收清单已送打印机，请双方签名。")
        self._work.print_desk.print_document(self._work.actor, document)
