"""`desk workflow`: the table of a matter's life as a page with a diagram (`docs/workflow.md`).

With `--sessions` that of a video session (`docs/video-sessions.md`).
"""

import argparse
import sys
from collections.abc import Iterator
from typing import TextIO

from reception_desk.rules.guards import URGENT_RECIPIENTS
from reception_desk.rules.permissions import Role
from reception_desk.rules.session_transition import (
    SessionState,
    SessionTarget,
    SessionTransition,
)
from reception_desk.rules.states import State
from reception_desk.rules.transition import Back, Transition
from reception_desk.rules.video_sessions import SESSION_TRANSITIONS
from reception_desk.rules.workflow import TRANSITIONS

_MANY = 9
_HEAD = """# 信访事项办理流程

由 `rules/workflow.py` 的流转表生成（`desk workflow`）。\
画面、文书、统计和同步都按这张表解释办理步骤；编号见《信访工作条例》各条的流转清单，一个编号有两种结果的各占一行。

"""

_SESSION_HEAD = """# 视频接访流程

由 `rules/video_sessions.py` 的流转表生成（`desk workflow --sessions`）。\
画面、文书、服务和同步都按这张表解释视频接访的步骤。

"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The page goes to standard output."""
    parser.add_argument("--sessions", action="store_true", help="视频接访的状态图和流转表")


def run(arguments: argparse.Namespace, out: TextIO | None = None) -> int:
    """Print the page; return 0."""
    (out or sys.stdout).write(session_page() if arguments.sessions else page())
    return 0


def page() -> str:
    """Return the page in Markdown."""
    return _HEAD + "\n".join([*_diagram(), "", *_table(), "", *_notes(), ""])


def session_page() -> str:
    """Return the page about video sessions in Markdown."""
    return _SESSION_HEAD + "\n".join([*_session_diagram(), "", *_session_table(), ""])


def _session_diagram() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    for state in SessionState:
        yield f"    {state.name}: {state.label}"
    for row in SESSION_TRANSITIONS.values():
        if isinstance(row.target, SessionTarget):
            continue
        for source in [state.name for state in SessionState if state in row.sources] or ["[*]"]:
            yield f"    {source} --> {row.target.name}: {row.number} {row.label}"
    yield "```"


def _session_table() -> Iterator[str]:
    yield "| 编号 | 步骤 | 由 | 到 | 办理人 | 要写明 | 结果 | 依据 |"
    yield "|---|---|---|---|---|---|---|---|"
    for row in SESSION_TRANSITIONS.values():
        yield f"| {' | '.join(_session_cells(row))} |"


def _session_cells(row: SessionTransition) -> Iterator[str]:
    yield row.number
    yield row.label
    yield "、".join(state.label for state in SessionState if state in row.sources)
    match row.target:
        case SessionState():
            yield row.target.label
        case SessionTarget.RETURNS:
            yield "宣读前的状态"
        case SessionTarget.STAYS:
            yield "不变"
    yield "、".join(role.label for role in Role if role in row.action.roles)
    yield "、".join(need.label for need in row.needs)
    yield "、".join(word for _, word in row.results)
    yield row.basis


def _diagram() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    for state in State:
        yield f"    {state.name}: {state.label}"
    for row in TRANSITIONS.values():
        yield from _arrows(row)
    yield "```"


def _arrows(row: Transition) -> Iterator[str]:
    """Flags that hold for every live state would cover the picture; the table has them."""
    if isinstance(row.target, Back):
        return
    sources = [state.name for state in State if state in row.sources] or ["[*]"]
    if len(sources) > _MANY:
        return
    for source in sources:
        yield f"    {source} --> {row.target.name}: {row.number} {row.label}"


def _table() -> Iterator[str]:
    yield "| 编号 | 步骤 | 由 | 到 | 办理人 | 开始 | 完成 | 要写明 | 文书 | 依据 |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for row in TRANSITIONS.values():
        yield f"| {' | '.join(_cells(row))} |"


def _cells(row: Transition) -> Iterator[str]:
    yield row.number
    yield row.label
    sources = [state.label for state in State if state in row.sources]
    yield "、".join(sources) if len(sources) <= _MANY else f"{len(sources)}种在办、办结状态"
    match row.target:
        case State():
            yield row.target.label
        case Back.RETURNS:
            yield "听证前的状态"
        case Back.STAYS:
            yield "不变"
    yield _people(row)
    yield "、".join(duty.value for duty in row.starts)
    yield "、".join(duty.value for duty in row.meets)
    yield "、".join(need.label for need in row.needs)
    yield "、".join(paper.label for paper in row.papers)
    yield row.article


def _people(row: Transition) -> str:
    decide = "、".join(role.label for role in Role if role in row.action.roles)
    if row.proposed_by is None:
        return decide
    propose = "、".join(role.label for role in Role if role in row.proposed_by.roles)
    return f"{decide}批准（{propose}拟办）"


def _notes() -> Iterator[str]:
    yield "责任单位的步骤，科室可以按单位来文代记。检举控告只有“转纪检监察”“撤回”“归档”三步，"
    yield "由检举控告经办人员办理。紧急报告须报送："
    yield f"{'、'.join(URGENT_RECIPIENTS.values())}（《信访工作条例》第二十五条）。"
