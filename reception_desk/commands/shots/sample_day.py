"""A working day to draw: invented visitors on a real file."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event

from reception_desk.devices.scanner.simulated import SimulatedScanner
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.database_key import DatabaseKey, KeySource, write_private
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind
from reception_desk.records.printing import JobStatus, PrintState
from reception_desk.records.scanning import ScanOptions
from reception_desk.records.visit import MaterialInput, PersonInput, PersonRole, VisitInput
from reception_desk.rules.permissions import Role
from reception_desk.rules.units import BUREAU_CODE
from reception_desk.services import accounts, office, printing, scans, settings
from reception_desk.services.files import FileStore
from reception_desk.services.papers import issue_paper
from reception_desk.services.registration import register_visit

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
    for login, name, role in (
        ("zhou", "周敏", Role.RECEPTIONIST),
        ("wu", "吴强", Role.GUIDE),
        ("shen", "沈审计", Role.AUDITOR),
    ):
        accounts.create_account(
            database, administrator, login=login, name=name, password=password, roles={role}
        )
    settings.put(database, "office.hall", "孝昌县群众来访接待大厅")
    settings.put(database, "office.phone", "0712-0000000")
    clerk = accounts.sign_in(database, "zhou", password)
    _receive(database, FileStore(home / "files"), clerk)
    return SampleDay(home, database, clerk, administrator)


def _receive(database: Database, files: FileStore, clerk: Actor) -> None:
    known: dict[str, tuple[str, str | None]] = {}
    begin = now() - timedelta(minutes=17 * len(_VISITS))
    for number, (name, heads, claim) in enumerate(_VISITS):
        person_id, matter_id = known.get(name or "", (None, None))
        record = register_visit(
            database,
            clerk,
            VisitInput(
                arrived_at=begin + timedelta(minutes=17 * number),
                head_count=heads,
                persons=(_person(name, person_id, number),) if name else (),
                claim=claim,
                to_complete=not claim,
                matter_id=matter_id,
                outcome="03" if number % 2 else "01",
                materials=(MaterialInput("情况说明", pages=2),),
            ),
        )
        if name:
            known[name] = (record.persons[0].person_id, record.matter_id)
        document = issue_paper(
            database, files, clerk, record.visit_id, DocumentKind.RECEIPT, paper="slip80"
        )
        state = _STATES[number % len(_STATES)]
        printing.record_status(
            database, clerk, document.document_id, JobStatus(state, f"{number}"), printer="热敏"
        )
        if number == _SCANNED:
            page = SimulatedScanner().scan_page(ScanOptions(dpi=100), lambda _: None, Event())
            scans.attach_page(database, files, clerk, record.visit_id, page, title="来访材料")


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
