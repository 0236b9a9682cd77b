"""The four ways a paper stands with its printer, to narrow the list by."""

from enum import StrEnum

from reception_desk.records.document import DocumentRecord
from reception_desk.records.printing import PrintState


class PrintGroup(StrEnum):
    """What the list shows; `label` is the word on the button."""

    ALL = "all"
    TO_PRINT = "to_print"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"

    @property
    def label(self) -> str:
        """Chinese name."""
        return _LABELS[self]


_LABELS = {
    PrintGroup.ALL: "全部",
    PrintGroup.TO_PRINT: "待打印",
    PrintGroup.PRINTING: "打印中",
    PrintGroup.PRINTED: "已打印",
    PrintGroup.FAILED: "未打出",
}
_DONE = {PrintState.PRINTED, PrintState.HANDED_OVER, PrintState.UNCONFIRMED}
_UNDONE = {PrintState.FAILED, PrintState.CANCELLED}


def group_of(paper: DocumentRecord) -> PrintGroup:
    """Return where a paper stands; what a printer holds is 打印中 until it says more."""
    if paper.state is None:
        return PrintGroup.TO_PRINT
    state = PrintState(paper.state)
    if state in _UNDONE:
        return PrintGroup.FAILED
    return PrintGroup.PRINTED if state in _DONE else PrintGroup.PRINTING


def is_waiting(paper: DocumentRecord) -> bool:
    """Whether printing it now is what somebody still has to do."""
    return group_of(paper) in {PrintGroup.TO_PRINT, PrintGroup.FAILED}
