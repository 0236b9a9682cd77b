"""A working day to draw: invented visitors on a real file."""

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from threading import Event

from reception_desk.commands.shots.sample_matters import add_matters, lead_to_town
from reception_desk.commands.shots.sample_sync import numbers_given, sync_troubles
from reception_desk.devices.scanner.simulated import SimulatedScanner
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.database_key import DatabaseKey, KeySource, write_private
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind
from reception_desk.records.printing import JobStatus, PrintState
from reception_desk.records.scanning import ScanOptions
from reception_desk.records.visit import MaterialInput, PersonInput, PersonRole, VisitInput
from reception_desk.rules.erasure import EraseBasis
from reception_desk.rules.permissions import Role
from reception_desk.rules.units import BUREAU_CODE
from reception_desk.services import accounts, erasure, office, printing, scans, settings
from reception_desk.services.files import FileStore
from reception_desk.services.papers import issue_paper
from reception_desk.services.registration import ACCUSATION, register_visit
from reception_desk.sync.link import keep_secret

_VISITS = (
    ("王示例", 1, "反映邻居违章建房影响采光，请求调查处理"),
    ("欧阳样本", 12, "请求公开土地征收补偿款的分配\n请求村务公开"),
    ("李䶮", 1, "请求督促开发企业交付已售住房"),
    ("陈试用", 2, "咨询退休待遇的计算办法"),
    (None, 1, ""),
    ("赵模拟", 1, "反映企业拖欠工资"),
    ("孙例证", 6, "请求解决农村安全饮水问题"),
    ("李䶮", 1, "请求督促开发企业交付已售住房"),
)
_STAFF = {
    Role.RECEPTIONIST: ("zhou", "周敏"),
    Role.GUIDE: ("wu", "吴强"),
    Role.SECTION: ("tang", "唐科"),
    Role.BUREAU_LEADER: ("he", "何局"),
    Role.COUNTY_LEADER: ("xu", "徐县"),
    Role.UNIT: ("luo", "罗单位"),
    Role.ACCUSATION_CLERK: ("gu", "顾专办"),
    Role.AUDITOR: ("shen", "沈审计"),
}
_STATES = (PrintState.PRINTED, PrintState.OUT_OF_PAPER, PrintState.PRINTING, PrintState.FAILED)
_SCANNED = 7
PASSWORD_LENGTH = 16


@dataclass(frozen=True)
class SampleDay:
    """The office as it stands in the afternoon."""

    home: Path
    database: Database
    clerk: Actor
    administrator: Actor
    visits: tuple[str, ...]
    staff: dict[Role, Actor]


def sample_day(home: Path) -> SampleDay:
    """Set up an office and let it receive a few visitors."""
    key = DatabaseKey(secrets.token_hex(32), KeySource.KEY_FILE)
    write_private(home / "desk.key", key.hexadecimal)
    database = Database(home / "desk.db", key)
    password = secrets.token_urlsafe(PASSWORD_LENGTH)
    administrator = office.set_up_office(
        database,
        office.OfficeInput(BUREAU_CODE, "1", "1", "admin", "郑管理", password),
    )
    for role, (login, name) in _STAFF.items():
        accounts.create_account(
            database, administrator, login=login, name=name, password=password, roles={role}
        )
    staff = {
        role: accounts.sign_in(database, login, password) for role, (login, _) in _STAFF.items()
    }
    settings.put(database, "office.hall", "孝昌县群众来访接待大厅")
    settings.put(database, "office.phone", "0712-0000000")
    clerk = staff[Role.RECEPTIONIST]
    files = FileStore(home / "files")
    visits = _receive(database, files, clerk)
    lead_to_town(database, staff, visits[0])
    _take_accusation(database, staff[Role.SECTION])
    add_matters(database, files, staff)
    _ask_erasures(database, staff, visits)
    keep_secret(home, secrets.token_urlsafe(PASSWORD_LENGTH))
    numbers_given(database, visits[: len(visits) // 2])
    sync_troubles(database, clerk, visits[-1])
    return SampleDay(home, database, clerk, administrator, visits, staff)


def _receive(database: Database, files: FileStore, clerk: Actor) -> tuple[str, ...]:
    visits: list[str] = []
    known: dict[str, tuple[str, str | None]] = {}
    begin = now() - timedelta(minutes=17 * len(_VISITS))
    for number, (name, heads, claim) in enumerate(_VISITS):
        person_id, matter_id = known.get(name or "", (None, None))
        given = VisitInput(
            arrived_at=begin + timedelta(minutes=17 * number),
            head_count=heads,
            persons=(_person(name, person_id, number),) if name else (),
            claim=claim,
            to_complete=not claim,
            matter_id=matter_id,
            outcome="03" if number % 2 else "01",
            materials=(MaterialInput("情况说明", pages=2),),
        )
        record = register_visit(database, clerk, _completed(given) if number % 3 else given)
        visits.append(record.visit_id)
        if name:
            known[name] = (record.persons[0].person_id, record.matter_id)
        document = issue_paper(
            database, files, clerk, record.visit_id, DocumentKind.RECEIPT, paper="slip80"
        )
        state = _STATES[number % len(_STATES)]
        printing.record_status(
            database,
            clerk,
            document.document_id,
            JobStatus(state, f"{number}"),
            printer="热敏",
            copy=printing.copy_to_print(database, files, clerk, document),
        )
        if number == _SCANNED:
            page = SimulatedScanner().scan_page(ScanOptions(dpi=100), lambda _: None, Event())
            scans.attach_page(database, files, clerk, record.visit_id, page, title="来访材料")
    return tuple(visits)


def _completed(visit: VisitInput) -> VisitInput:
    """Return a registration made in peace; one made in a hurry lacks these."""
    return replace(
        visit,
        matter_class="3",
        category="010200",
        place_code="420921100",
        privacy_notice="2026-1",
    )


def _take_accusation(database: Database, section: Actor) -> None:
    """One visit that only the role made for accusations sees."""
    register_visit(
        database,
        section,
        VisitInput(
            arrived_at=now() - timedelta(minutes=40),
            head_count=1,
            persons=(_person("钱虚构", None, 90),),
            claim="反映某工程验收中有人收受好处",
            matter_class=ACCUSATION,
            outcome="01",
        ),
    )


def _ask_erasures(database: Database, staff: dict[Role, Actor], visits: tuple[str, ...]) -> None:
    """One order that waits and one that was turned down."""
    for visit_id, basis, reason in (
        (visits[3], EraseBasis.PURPOSE_ENDED, "2026年11月9日删除申请书"),
        (visits[5], EraseBasis.PERIOD_ENDED, "孝信档〔2026〕4号销毁清册"),
    ):
        order_id = erasure.request_erasure(database, staff[Role.SECTION], visit_id, basis, reason)
        if basis is EraseBasis.PURPOSE_ENDED:
            erasure.decline(database, staff[Role.BUREAU_LEADER], order_id)


def _person(name: str, person_id: str | None, number: int) -> PersonInput:
    return PersonInput(
        role=PersonRole.MAIN,
        person_id=person_id,
        name=name,
        sex="1" if number % 2 else "2",
        phone=f"1380000{number:04d}",
        address="孝昌县花园镇示例社区",
        document_type="111",
        document_number="420921190001010016" if name == "李䶮" else None,
    )
