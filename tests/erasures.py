"""Samples for 依法删除: a visit that left traces everywhere, and a look for what is left of it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlalchemy import select, text

from reception_desk.models import Base, Database
from reception_desk.models.adviser import Advice
from reception_desk.models.database import now
from reception_desk.models.document import PageText
from reception_desk.models.document import ScannedPage as ScannedPageRow
from reception_desk.models.hearing import HearingPlan
from reception_desk.models.letter import Letter, LetterReading
from reception_desk.models.organisation import Unit
from reception_desk.models.search_keys import title_words
from reception_desk.models.undertaking import MatterTrait, Undertaking, UndertakingEvent
from reception_desk.models.video_session import RecordingAnswer, SessionNote, VideoSession
from reception_desk.models.visit import Visit
from reception_desk.records.document import DocumentKind
from reception_desk.records.identifiers import new_id
from reception_desk.records.printing import JobStatus, PrintState
from reception_desk.records.promises import PromiseInput, PromiseSource, ReportInput, ReportKind
from reception_desk.records.reading import READER
from reception_desk.records.scanning import ScannedPage
from reception_desk.records.signature import Handwriting, Point, SignatureInput
from reception_desk.records.video_sessions import (
    ParticipantInput,
    ParticipantRole,
    SessionInput,
    SessionLevel,
    SessionSide,
)
from reception_desk.records.visit import MaterialInput, VisitRecord
from reception_desk.rules.corrections import Change, Subject
from reception_desk.rules.read_back import read_back
from reception_desk.services import drafts, printing, scans
from reception_desk.services.authorship import by
from reception_desk.services.corrections import correct_visit
from reception_desk.services.papers import issue_paper
from reception_desk.services.promises import make_promise_in, report_promise
from reception_desk.services.registration import register_visit
from reception_desk.services.session_participants import add_participant
from reception_desk.services.signatures import PNG_HEAD, sign
from reception_desk.services.video_sessions import apply_for_session
from tests.offices import KEY, SampleOffice, person, visit

TRACES = (
    "欧阳雪梅",
    "欧阳冬梅",
    "13971234567",
    "420921199003070048",
    "花园镇第七组",
    "要求归还承包地界石",
    "界石于春天被挪走",
    "土地承包书复印件",
    "界石原在河东岸",
    "见证人闻人某",
    "月底前挪回界石",
    "已约村组到场挪石",
    "来信另附界石草图",
    "律师认为界石可先调解",
)
"""Words of the sample visit: who came, what was asked and handed in, said, promised, advised."""

OF_THE_MATTER = "按方案办理"
"""Words that belong to the matter and stay with it as long as another visit has it."""

_PAGE, _RESERVED, _SALT = 4096, 80, 16


@dataclass(frozen=True)
class TracedVisit:
    """`files` are the SHA-256 of its paper, its reprint and its scan."""

    record: VisitRecord
    files: tuple[str, ...]


def register_traced(desk: SampleOffice, **values: object) -> TracedVisit:
    """Register a visit with everything a visit can leave behind."""
    database, clerk = desk.database, desk.clerk
    record = register_visit(
        database,
        clerk,
        visit(
            person(TRACES[0], phone=TRACES[2], document_number=TRACES[3], address=TRACES[4]),
            claim=TRACES[5],
            facts=TRACES[6],
            needs=("dialect",),
            materials=(MaterialInput(TRACES[7]),),
            **values,
        ),
    )
    renamed = Change(Subject.PERSON, "name", TRACES[0], TRACES[1], record.persons[0].person_id)
    done = correct_visit(database, clerk, record.visit_id, [renamed], reason="听写有误")
    ink = Handwriting(640, 220, ((Point(10, 20, 0), Point(90, 60, 14)),))
    words = read_back(done.visit).as_text()
    sign(database, clerk, record.visit_id, SignatureInput(words, ink, PNG_HEAD))
    paper = issue_paper(
        database, desk.files, clerk, record.visit_id, DocumentKind.REGISTRATION_FORM
    )
    job = JobStatus(PrintState.PRINTED, "1")
    files = [paper.sha256]
    for _ in range(2):
        copy = printing.copy_to_print(database, desk.files, clerk, paper)
        printing.record_status(database, clerk, paper.document_id, job, printer="A4", copy=copy)
        files.append(copy.sha256)
    image = b"scan of " + TRACES[7].encode()
    scan = ScannedPage(image, "image/png", 8, 8, 100, is_partial=False, source="file")
    page = scans.attach_page(database, desk.files, clerk, record.visit_id, scan, title=TRACES[7])
    _keep_text(desk, page.sha256, f"{TRACES[5]}，{TRACES[6]}；另附{TRACES[7]}。")
    _hold_session(desk, record)
    _handle(desk, record)
    content = {"visit": record.visit_id, "claim": TRACES[5]}
    drafts.save_draft(database, clerk, drafts.DraftRecord(new_id(), 1, content))
    return TracedVisit(record, tuple(dict.fromkeys([*files, page.sha256])))


def _hold_session(desk: SampleOffice, record: VisitRecord) -> None:
    """Leave what a video session about the visit leaves: people, words, answers, a promise."""
    database, clerk = desk.database, desk.clerk
    assert record.matter_id is not None
    asked = SessionInput(record.matter_id, SessionLevel.COUNTY_CITY, record.visit_id)
    session_id = apply_for_session(database, clerk, asked)
    witness = ParticipantInput(SessionSide.NEAR, ParticipantRole.COMPANION, TRACES[9])
    speaker = add_participant(database, clerk, session_id, witness)
    with database.write() as session:
        unit_id = session.scalars(select(Unit.id).where(Unit.code == "T100")).one()
        made = by(clerk, stream=session.get_one(VideoSession, session_id).stream)
        promise = PromiseInput(
            TRACES[10], unit_id, "施某", date(2099, 1, 1), source_id=session_id,
            source=PromiseSource.VIDEO_SESSION,
        )  # fmt: skip
        kept = make_promise_in(session, clerk, record.matter_id, record.visit_id, promise)
        session.add(
            SessionNote(
                **made, session_id=session_id, kind="fact", text=TRACES[8], said_at=now(),
                participant_id=speaker,
            )
        )  # fmt: skip
        session.add(
            RecordingAnswer(
                **made, session_id=session_id, participant_id=speaker, answer="agrees",
                notice_version="v1", answered_at=now(),
            )
        )  # fmt: skip
    report_promise(database, clerk, kept, ReportInput(ReportKind.REPORTED, TRACES[11]))


def _handle(desk: SampleOffice, record: VisitRecord) -> None:
    """Leave what leaders, lawyers and a hearing write on the matter."""
    day, nobody = date(2099, 1, 1), new_id()
    with desk.database.write() as session:
        unit_id = session.scalars(select(Unit.id).where(Unit.code == "T100")).one()
        stream = session.get_one(Visit, record.visit_id).stream
        made, matter_id = by(desk.clerk, stream=stream), record.matter_id
        taken = Undertaking(
            **made, id=new_id(), matter_id=matter_id, leader_id=nobody, unit_id=unit_id,
            plan=OF_THE_MATTER, due_on=day,
        )  # fmt: skip
        letter = Letter(
            **made, id=new_id(), visit_id=record.visit_id, arrived_on=day, mail_number=TRACES[12]
        )
        session.add_all([taken, letter])
        session.flush()
        session.add_all(
            [
                UndertakingEvent(
                    **made, undertaking_id=taken.id, matter_id=matter_id, event="reported",
                    text=OF_THE_MATTER,
                ),
                MatterTrait(**made, matter_id=matter_id, trait="place_apart"),
                LetterReading(
                    **made, letter_id=letter.id, visit_id=record.visit_id, leader_id=nobody,
                    read_on=day, text=TRACES[12],
                ),
                HearingPlan(
                    **made, matter_id=matter_id, event="cancelled", reason=OF_THE_MATTER
                ),
                Advice(
                    **made, matter_id=matter_id, visit_id=record.visit_id, adviser_id=nobody,
                    given_on=day, started_at="09:00", topic=TRACES[13], text=TRACES[13],
                ),
            ]
        )  # fmt: skip


_TEXT_TABLES = (
    "visit_text_data", "visit_text_docsize", "matter_words_data", "matter_words_content",
)  # fmt: skip


def tables_with(database: Database, *words: str) -> set[str]:
    """Return the tables of a file, local ones and the full text too, that hold one of the words."""
    sought = {*words, *map(title_words, words)}
    # A word stands in a cell as it is or as JSON writes it.
    written = re.compile("|".join(map(re.escape, {*sought, *map(_in_json, sought)})))
    in_bytes = re.compile(b"|".join(re.escape(word.encode()) for word in sought))
    found = set()
    with database.read() as session:
        for table in (*Base.metadata.tables, *_TEXT_TABLES):
            rows = session.execute(text(f'SELECT * FROM "{table}"')).all()
            cells = [cell for row in rows for cell in row]
            if any(
                (isinstance(cell, str) and written.search(cell))
                or (isinstance(cell, bytes) and in_bytes.search(cell))
                for cell in cells
            ):
                found.add(table)
    return found


def _in_json(word: str) -> str:
    return json.dumps(word)[1:-1]


def _keep_text(desk: SampleOffice, sha256: str, words: str) -> None:
    """Keep what a page says, as filing does."""
    with desk.database.write() as session:
        row = session.scalars(select(ScannedPageRow).where(ScannedPageRow.sha256 == sha256)).one()
        session.add(
            PageText(
                **by(desk.clerk, stream=row.stream),
                scanned_page_id=row.id,
                text=words,
                places="[]",
                width=8,
                height=8,
                reader=READER,
            )
        )


def pages_with(path: Path, *words: str) -> set[str]:
    """Return the words that stand anywhere in the decrypted pages of a file and of its WAL."""
    pages = b"\0".join((*_pages(path.read_bytes(), is_wal=False), *_wal_pages(path)))
    return {word for word in words if word.encode() in pages}


def _wal_pages(path: Path) -> Iterator[bytes]:
    wal = path.with_name(f"{path.name}-wal")
    if wal.exists():
        yield from _pages(wal.read_bytes()[32:], is_wal=True)


def _pages(content: bytes, *, is_wal: bool) -> Iterator[bytes]:
    """SQLCipher 4: AES-256-CBC, each page ends with its vector and HMAC; raw key."""
    step = _PAGE + (24 if is_wal else 0)
    for start in range(0, len(content) - step + 1, step):
        page = content[start + step - _PAGE : start + step]
        body, tail = page[:-_RESERVED], page[-_RESERVED:]
        is_first = not is_wal and start == 0
        decryptor = Cipher(
            algorithms.AES(bytes.fromhex(KEY.hexadecimal)), modes.CBC(tail[:16])
        ).decryptor()
        yield decryptor.update(body[_SALT if is_first else 0 :]) + decryptor.finalize()
