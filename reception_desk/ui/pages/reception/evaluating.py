"""请来访人评价: the clerk offers it and hears that it is over, never what was answered.

Given, declined or left unanswered: to this page they are one and the same.
"""

import logging
from functools import partial

from reception_desk.errors import DeskError
from reception_desk.records.evaluation import Opinion
from reception_desk.services.evaluations import evaluate_window
from reception_desk.services.self_service import visitor_at
from reception_desk.ui.pages.reception.open_tab import OpenTab
from reception_desk.ui.workplace import Workplace

log = logging.getLogger(__name__)

OVER = "来访人评价已结束。"


class Evaluating:
    """Offers the evaluation of a reception on the petitioner's own screen."""

    def __init__(self, workplace: Workplace) -> None:
        self._work = workplace
        self._visitor = visitor_at(workplace.actor.desk)

    @staticmethod
    def is_due(tab: OpenTab) -> bool:
        """Whether a registered visit was not asked about yet."""
        return not tab.is_form and tab.record is not None and not tab.was_asked_to_evaluate

    def release(self, tab: OpenTab) -> bool:
        """Offer it; say whether it can be seen."""
        if tab.record is None:
            return False
        keep = partial(self._keep, tab.record.visit_id)
        tab.was_asked_to_evaluate = self._work.petitioner.release_evaluation(tab.key, keep)
        return tab.was_asked_to_evaluate

    def _keep(self, visit_id: str, opinion: Opinion) -> str:
        """Keep an answer; return what the petitioner, and nobody else, is told when it fails."""
        try:
            evaluate_window(self._work.database, self._visitor, visit_id, opinion)
        except DeskError as error:
            log.info("an evaluation was not kept: %s", type(error).__name__)
            return error.message
        return ""
