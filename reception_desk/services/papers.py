"""Issue the papers of a visit: record to PDF, PDF to the file store, one row per paper."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths
from reception_desk.documents.office_fonts import office_fonts
from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.document import Document
from reception_desk.models.matter import VisitMatter
from reception_desk.models.visit import Visit
from reception_desk.records import papers
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind, DocumentRecord
from reception_desk.records.signature import SignatureRecord
from reception_desk.records.visit import PersonRecord, PersonRole, VisitRecord
from reception_desk.rules import codes
from reception_desk.rules.calendar import WorkCalendar
from reception_desk.rules.codes import CodeListName
from reception_desk.rules.completeness import (
    NO_WRITTEN_NOTICE,
    is_notice_exempt,
    registration_of,
)
from reception_desk.rules.deadlines import Deadline, due
from reception_desk.rules.duties import Duty
from reception_desk.rules.head_count import is_group_visit
from reception_desk.rules.holiday_roll import HolidayRoll
from reception_desk.rules.inquiry import needs_receipt_word, receipt_word
from reception_desk.rules.masking import mask_document_number, mask_name, mask_phone
from reception_desk.rules.permissions import Action
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.calendar import work_calendar
from reception_desk.services.confidentiality import open_visit, seen
from reception_desk.services.document_kinds import is_of_kind, stored_kind
from reception_desk.services.files import FileStore
from reception_desk.services.filing import papers_in
from reception_desk.services.materials_list import materials_list_data
from reception_desk.services.office import office_card
from reception_desk.services.permissions import require
from reception_desk.services.printing import document_in
from reception_desk.services.signatures import signature_in
from reception_desk.services.visits import visit_in


def issue_paper(
    database: Database,
    files: FileStore,
    actor: Actor,
    visit_id: str,
    kind: DocumentKind,
    *,
    paper: str = "A4",
    policy: HolidayRoll = HolidayRoll.CIVIL_CODE,
    fonts: FontPaths = SHIPPED_FONTS,
) -> DocumentRecord:
    """Set a paper of the visit and put it on record; the bytes are on the disk before the row.

    A paper that would be the same to the byte is the one on record, so that printing it is 补打.
    `fonts` are the office's own; one that cannot be used is replaced by the shipped ones.

    Raises `DocumentError` when a name has a character that no font can print, `DeskError` for a
    list of materials without any.
    """
    require(actor, Action.PRINT_DOCUMENT)
    office = office_card(database)
    calendar = work_calendar(database)
    with database.read() as session:
        stream = open_visit(session, actor, visit_id).stream
        visit = visit_in(session, actor, visit_id)
        earlier = _previous_number(session, actor, visit)
        filed = papers_in(session, visit_id)
        signed = signature_in(session, visit)
    answer = first_answer(visit, calendar, policy)
    usable = office_fonts(fonts).paths
    if kind is DocumentKind.RECEIPT:
        pdf = _receipt_pdf(receipt_data(visit, office, answer), paper, usable)
    elif kind is DocumentKind.MATERIALS_LIST:
        pdf = _list_pdf(materials_list_data(visit, office, filed), usable)
    else:
        form = replace(
            form_data(visit, office, answer, earlier), signature=_on_paper(visit, signed)
        )
        pdf = _form_pdf(form, usable)
    sha256 = files.put(pdf)
    with database.write() as session:
        if (same := _same_paper(session, visit_id, kind, paper, sha256)) is not None:
            return document_in(session, same)
        _set_aside_older(session, actor, visit_id, kind)
        row = Document(
            **by(actor, stream=stream),
            visit_id=visit_id,
            kind=stored_kind(kind)[0],
            later_kind=stored_kind(kind)[1],
            title=kind.label,
            number=visit.shown_number,
            paper=paper,
            sha256=sha256,
            size=len(pdf),
        )
        session.add(row)
        session.flush()
        audit.record(session, actor, "issue_paper", table="document", row_id=row.id)
        return document_in(session, row)


def first_answer(visit: VisitRecord, calendar: WorkCalendar, policy: HolidayRoll) -> Deadline:
    """Return the office's first duty: to pass the matter on within 15 days (条例 Art. 22(1))."""
    return due(Duty.D2, _local_date(visit), calendar, policy)


def receipt_data(visit: VisitRecord, office: papers.Office, answer: Deadline) -> papers.ReceiptData:
    """Return what the receipt says; the name is masked, since slips are left lying about."""
    main = visit.main_person
    is_exempt = is_notice_exempt(registration_of(visit, visit.persons))
    return papers.ReceiptData(
        office=office,
        registration_number=visit.shown_number,
        query_code=visit.query_code,
        visited_at=visit.arrived_at.astimezone(ZoneInfo(visit.zone)),
        name=mask_name(_name(main)) if main else _anonymous(visit),
        matter=visit.summary,
        material_count=sum(material.copies for material in visit.materials),
        material_pages=sum(material.pages * material.copies for material in visit.materials),
        handling=codes.name(CodeListName.RECEPTION_RESULT, visit.outcome),
        destination=visit.target_unit_name or "",
        answer_by=None if is_exempt else answer.legal,
        answer_note=NO_WRITTEN_NOTICE if is_exempt else "",
        receptionist=visit.received_by,
        provisional_number=visit.provisional_number if visit.number else "",
        receipt_word=_receipt_word(visit),
    )


def _receipt_word(visit: VisitRecord) -> str:
    """Return the word for who left neither telephone nor document number, else none."""
    parts = [(p.phone, p.document_number) for p in visit.persons if p.role.is_petitioner]
    if not needs_receipt_word(parts):
        return ""
    return receipt_word(visit.visit_id, visit.query_code)


def form_data(
    visit: VisitRecord, office: papers.Office, answer: Deadline, previous_number: str
) -> papers.RegistrationFormData:
    """Return what the registration form says; it goes to the file, numbers masked on copies."""
    main = visit.main_person
    is_exempt = is_notice_exempt(registration_of(visit, visit.persons))
    return papers.RegistrationFormData(
        office=office,
        registration_number=visit.shown_number,
        visited_at=visit.arrived_at.astimezone(ZoneInfo(visit.zone)),
        window=visit.window,
        receptionist=visit.received_by,
        person=_paper_person(main) if main else papers.PaperPerson(name=_anonymous(visit)),
        head_count=visit.head_count,
        is_collective=is_group_visit(visit.head_count),
        representatives=tuple(
            _name(person) for person in visit.persons if person.role is PersonRole.REPRESENTATIVE
        ),
        is_repeat=visit.is_repeat,
        previous_number=previous_number,
        purpose=codes.name(CodeListName.PURPOSE, visit.purpose),
        category=codes.name(CodeListName.CATEGORY, visit.category),
        place=codes.name(CodeListName.DIVISION, visit.place_code),
        unit_concerned=visit.respondent or "",
        facts=visit.facts or ("" if visit.claim else "待补充"),
        requests=tuple(line for line in visit.claim.splitlines() if line.strip()),
        earlier_offices=visit.earlier_handling or "",
        materials=tuple(
            papers.PaperMaterial(
                material.name,
                material.copies,
                material.pages,
                "原件" if material.is_original else "复印件",
            )
            for material in visit.materials
        ),
        is_oral=visit.is_oral,
        handled_at_once=visit.outcome_note or "",
        destination=visit.target_unit_name
        or codes.name(CodeListName.RECEPTION_RESULT, visit.outcome),
        time_limit=NO_WRITTEN_NOTICE if is_exempt else f"{answer.legal:%Y-%m-%d} 前书面告知",
    )


def _on_paper(visit: VisitRecord, signed: SignatureRecord | None) -> papers.PaperSignature | None:
    """Return the signature as the form carries it; without one the line is left for a pen."""
    if signed is None:
        return None
    at = signed.signed_at.astimezone(ZoneInfo(visit.zone))
    return papers.PaperSignature(signed.ink, at, signed.words_sha256[:8])


def _paper_person(person: PersonRecord) -> papers.PaperPerson:
    return papers.PaperPerson(
        name=_name(person),
        sex=codes.name(CodeListName.SEX, person.sex),
        ethnic_group=codes.name(CodeListName.NATION, person.nation),
        born=person.birth_date,
        id_kind=codes.name(CodeListName.DOCUMENT_TYPE, person.document_type),
        id_number=mask_document_number(person.document_number or ""),
        address=person.address or "",
        phone=mask_phone(person.phone or ""),
        occupation=codes.name(CodeListName.OCCUPATION, person.occupation),
    )


def _name(person: PersonRecord) -> str:
    return person.name or person.organisation_name or ""


def _anonymous(visit: VisitRecord) -> str:
    return "匿名" if visit.is_anonymous else ""


def _local_date(visit: VisitRecord) -> date:
    return visit.arrived_at.astimezone(ZoneInfo(visit.zone)).date()


def _previous_number(session: Session, actor: Actor, visit: VisitRecord) -> str:
    if not visit.is_repeat:
        return ""
    row = session.execute(
        select(Visit.number, Visit.provisional_number)
        .join(VisitMatter, VisitMatter.visit_id == Visit.id)
        .where(
            VisitMatter.matter_id == visit.matter_id,
            Visit.arrived_at < visit.arrived_at,
            seen(actor, Visit.stream),
        )
        .order_by(Visit.arrived_at.desc())
        .limit(1)
    ).first()
    return (row.number or row.provisional_number) if row else ""


def _same_paper(
    session: Session, visit_id: str, kind: DocumentKind, paper: str, sha256: str
) -> Document | None:
    return session.scalar(
        select(Document).where(
            Document.visit_id == visit_id,
            is_of_kind(kind),
            Document.paper == paper,
            Document.sha256 == sha256,
            Document.voided_at.is_(None),
            Document.is_stale.is_(False),
        )
    )


def _set_aside_older(session: Session, actor: Actor, visit_id: str, kind: DocumentKind) -> None:
    """A paper issued again voids the one before; both stay on record."""
    older = session.scalars(
        select(Document).where(
            Document.visit_id == visit_id,
            is_of_kind(kind),
            Document.voided_at.is_(None),
        )
    )
    for row in older:
        row.voided_at, row.voided_by = now(), actor.account_id
        row.void_reason = "重新制作"


def _receipt_pdf(data: papers.ReceiptData, paper: str, fonts: FontPaths) -> bytes:
    from reception_desk.documents.receipt import receipt

    return receipt(data, paper, fonts)


def _list_pdf(data: papers.MaterialsListData, fonts: FontPaths) -> bytes:
    from reception_desk.documents.materials_list import materials_list

    if not data.materials:
        raise DeskError("还没有收到材料，没有可以打印的清单。", advice="请先扫描并归档材料。")
    return materials_list(data, fonts)


def _form_pdf(data: papers.RegistrationFormData, fonts: FontPaths) -> bytes:
    from reception_desk.documents.registration_form import registration_form

    return registration_form(data, fonts)
