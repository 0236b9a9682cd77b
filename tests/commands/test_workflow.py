"""The page about the workflow is what the table says today."""

from pathlib import Path

from reception_desk.commands.workflow import page, session_page
from reception_desk.rules.workflow import TRANSITIONS

SESSIONS = Path(__file__).parents[2] / "docs" / "video-sessions.md"
PAGE = Path(__file__).parents[2] / "docs" / "workflow.md"


def test_the_page_in_docs_is_generated_from_the_table():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: ./desk workflow > docs/workflow.md"


def test_every_row_stands_in_the_table():
    lines = [line for line in page().splitlines() if line.startswith("| T")]
    assert [line.split(" | ")[1] for line in lines] == [row.label for row in TRANSITIONS.values()]


def test_the_page_about_sessions_is_what_its_table_says():
    said = SESSIONS.read_text(encoding="utf-8")
    assert said == session_page(), "run: ./desk workflow --sessions > docs/video-sessions.md"
