"""Drafts survive the program and come back in order, each to its own account."""

from reception_desk.models import Database
from reception_desk.rules.permissions import Role
from reception_desk.services.drafts import DraftRecord, discard_draft, open_drafts, save_draft
from tests.offices import KEY, SampleOffice


def test_tabs_come_back_after_a_restart(desk: SampleOffice):
    second = DraftRecord("b", 2, {"name": "李䶮", "caret": ["claim", 12]})
    first = DraftRecord("a", 1, {"claim": "第一行\n第二行"})
    for draft in (second, first):
        save_draft(desk.database, desk.clerk, draft)
    path = desk.database.path
    desk.database.close()

    database = Database(path, KEY)
    try:
        assert open_drafts(database, desk.clerk) == (first, second)
    finally:
        database.close()


def test_the_last_writing_wins(desk: SampleOffice):
    save_draft(desk.database, desk.clerk, DraftRecord("a", 1, {"claim": "要"}))
    save_draft(desk.database, desk.clerk, DraftRecord("a", 1, {"claim": "要求"}))

    assert open_drafts(desk.database, desk.clerk) == (DraftRecord("a", 1, {"claim": "要求"}),)


def test_one_account_does_not_see_anothers_tabs(desk: SampleOffice):
    other = desk.account(Role.RECEPTIONIST)
    save_draft(desk.database, desk.clerk, DraftRecord("a", 1, {}))

    assert open_drafts(desk.database, other) == ()
    discard_draft(desk.database, other, "a")
    assert len(open_drafts(desk.database, desk.clerk)) == 1


def test_a_closed_tab_is_forgotten(desk: SampleOffice):
    save_draft(desk.database, desk.clerk, DraftRecord("a", 1, {}))
    discard_draft(desk.database, desk.clerk, "a")

    assert open_drafts(desk.database, desk.clerk) == ()


def test_each_page_opens_its_own_drafts(desk: SampleOffice):
    tab = DraftRecord("a", 0, {"claim": "要求"})
    entry = DraftRecord("b", 0, {"page": "video_session", "entries": []})
    for draft in (tab, entry):
        save_draft(desk.database, desk.clerk, draft)

    assert open_drafts(desk.database, desk.clerk) == (tab,)
    assert open_drafts(desk.database, desk.clerk, "video_session") == (entry,)
