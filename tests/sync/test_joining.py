"""Joining: a code is worth one desk and one day, and what it becomes nobody else has seen."""

import threading
from pathlib import Path

import pytest

from reception_desk import config
from reception_desk.config import Settings
from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database_key import KeySource, kept_as, obtain
from reception_desk.records.identifiers import new_id
from reception_desk.records.sync import Enrolment
from reception_desk.sync import enrolment, joining
from reception_desk.sync.centre_errors import CentreRefusedError, DeskWipeError
from reception_desk.sync.join_code import JoinCode, new_secret, read_code
from reception_desk.sync.link import CentreLink, configured, secret_path
from reception_desk.sync.session import CentreSession
from tests.offices import KEY
from tests.sync.certificates import Authority
from tests.sync.desks import Desk
from tests.sync.test_greeting import copied, keep_file


@pytest.fixture
def told(centre) -> Enrolment:
    return enrolment.add_desk(centre.dsn, "A", [1], login=f"join_{new_id()[-12:]}")


def link_of(told: Enrolment) -> CentreLink:
    return CentreLink(told.dsn, told.secret)


def test_the_code_says_where_and_who(told):
    read = read_code(told.code)

    assert (read.login, read.secret, read.dsn) == (told.login, told.secret, told.dsn)
    assert told.secret not in repr(told)


def test_the_codes_secret_can_do_nothing_but_join(told):
    with CentreSession(link_of(told)) as session:
        for call in (
            lambda: session.hello(new_id(), 1),
            lambda: session.changes({}),
            lambda: session.reincarnate(new_id(), new_id()),
            lambda: session.tell_reach(new_id(), 0, 0),
            lambda: session.rows("SELECT * FROM sync.pull_visit(1, 0, %s, 9, 9)", (new_id(),)),
        ):
            with pytest.raises(CentreRefusedError, match="还没有用登记码登记"):
                call()


def test_after_joining_the_code_is_worth_nothing(told, tmp_path):
    joined = joining.exchange(link_of(told), tmp_path)

    with CentreSession(joined.link) as session:
        assert session.changes({}) == []
    with pytest.raises(CentreRefusedError):
        CentreSession(link_of(told))
    assert secret_path(tmp_path).read_text() == joined.link.secret != told.secret


def test_the_new_secret_is_kept_by_the_centre_as_a_scram_verifier_only(told, tmp_path, centre):
    joined = joining.exchange(link_of(told), tmp_path)

    [(kept,)] = centre.query("SELECT rolpassword FROM pg_authid WHERE rolname = %s", told.login)
    assert kept.startswith("SCRAM-SHA-256$")
    assert joined.link.secret not in kept


def test_an_expired_code_is_refused_and_nothing_is_kept(told, tmp_path, centre):
    centre.query("UPDATE sync.desk SET code_until = now() - interval '1 second'")

    with pytest.raises(CentreRefusedError, match="已经用过，或者已经过期"):
        joining.join(Settings(home=tmp_path), told.code)

    assert list(tmp_path.iterdir()) == []


def test_of_two_who_type_one_code_one_comes_in(told, tmp_path):
    start = threading.Barrier(2)
    outcomes: list[object] = []

    def go(home: Path) -> None:
        try:
            start.wait()
            outcomes.append(joining.exchange(link_of(told), home))
        except DeskError as error:
            outcomes.append(error)

    homes = [tmp_path / name for name in ("one", "two")]
    threads = [threading.Thread(target=go, args=(home,)) for home in homes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "CentreRefusedError", "Joined",
    ]  # fmt: skip
    [inside] = [outcome for outcome in outcomes if isinstance(outcome, joining.Joined)]
    with CentreSession(inside.link):
        pass
    assert sum(secret_path(home).exists() for home in homes) == 1


def test_a_renewed_desk_shuts_the_old_secret_out_at_once(told, tmp_path, centre):
    joined = joining.exchange(link_of(told), tmp_path / "old")
    with CentreSession(joined.link) as session:
        renewed = enrolment.renew_desk(centre.dsn, "A")
        with pytest.raises(DeskError):
            session.changes({})
    with pytest.raises(CentreRefusedError):
        CentreSession(joined.link)

    again = joining.exchange(link_of(renewed), tmp_path / "new")
    with CentreSession(again.link) as session:
        assert session.changes({}) == []


def test_a_copied_disk_joins_as_a_desk_of_its_own_and_doubles_nothing(centre, new_desk, tmp_path):
    a, b = new_desk("A"), new_desk("B")
    person = a.add(name="张伟", phone="1")
    a.sync()
    b.sync()
    a.edit(person, phone="2")
    a.sync()
    a.add(name="还没有上传")
    copy = Desk(Database(copied(keep_file(a), tmp_path), KEY), a.link)
    b.sync()
    b.edit(person, phone="3")
    b.sync()
    try:
        told = enrolment.add_desk(centre.dsn, "C", [1], login=f"join_{new_id()[-12:]}")
        settings = Settings(home=tmp_path)
        joining.join_as(settings, copy.database, told.code)
        copy.link = configured(config.load(tmp_path)) or copy.link
        copy.add(name="副本上的")
        for desk in (copy, a, b, copy):
            desk.sync()
        assert copy.rows() == a.rows() == b.rows()
    finally:
        copy.close()

    names = centre.query("SELECT name FROM app.person ORDER BY name")
    assert sorted(row[0] for row in names) == ["副本上的", "张伟", "还没有上传"]
    assert centre.query("SELECT count(*) FROM sync.conflict") == [(0,)]


def test_a_file_that_never_met_the_centre_keeps_everything_it_has_to_send(new_desk, told):
    a = new_desk("B")
    a.add(name="单机时登记")
    before = a.scalar("SELECT client FROM sync_state")

    joining.begin_anew(a.database)

    assert a.scalar("SELECT client FROM sync_state") == before
    assert a.sync().rows_up == 1


def remote_code() -> str:
    """A code of a centre on another machine, which is never asked."""
    return str(JoinCode("desk_w1", new_secret(), (("192.0.2.1", "5432"),), "centre"))


def test_an_open_key_is_refused_beyond_this_machine(tmp_path):
    obtain(tmp_path)
    assert kept_as(tmp_path) is KeySource.KEY_FILE

    with pytest.raises(InvalidInputError, match="能被读出"):
        joining.join(Settings(home=tmp_path), remote_code())
    with pytest.raises(InvalidInputError, match="能被读出"):
        joining.join(Settings(home=tmp_path / "plain", encrypted=False), remote_code())


def test_the_offices_certificate_is_copied_beside_the_settings(told, tmp_path):
    given = Path(Authority("信访局").write(tmp_path))
    settings = Settings(home=tmp_path / "home")

    joining.join(settings, told.code, ca=given)

    kept = Path(config.load(settings.home).centre.ca)
    assert kept.parent == settings.home
    assert kept.read_bytes() == given.read_bytes()


@pytest.mark.parametrize(("content", "sentence"), [(b"x", "不是证书文件"), (None, "无法读取")])
def test_a_file_that_is_no_certificate_is_told_before_the_code_is_used(
    told, tmp_path, content, sentence
):
    given = tmp_path / "ca.pem"
    if content is not None:
        given.write_bytes(content)

    with pytest.raises(DeskError, match=sentence):
        joining.join(Settings(home=tmp_path), told.code, ca=given)
    joining.exchange(link_of(told), tmp_path)


def test_a_lost_desk_hears_only_that_it_is_lost(told, tmp_path, centre):
    joined = joining.exchange(link_of(told), tmp_path)
    enrolment.revoke(centre.dsn, "A", is_lost=True)

    with CentreSession(joined.link) as session:
        for call in (lambda: session.changes({}), lambda: session.hello(new_id(), 1)):
            with pytest.raises(DeskWipeError):
                call()
        session.confirm_wiped()

    assert centre.query("SELECT wiped_at IS NOT NULL FROM sync.desk") == [(True,)]


def test_a_desk_that_is_not_lost_cannot_say_it_was_wiped(told, tmp_path, centre):
    joined = joining.exchange(link_of(told), tmp_path)
    with CentreSession(joined.link) as session:
        session.confirm_wiped()

    assert centre.query("SELECT wiped_at FROM sync.desk") == [(None,)]
