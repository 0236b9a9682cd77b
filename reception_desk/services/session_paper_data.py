"""What is known of a session's papers, by the names that their templates use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from reception_desk.models.database import now
from reception_desk.models.video_session import SessionResource
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind
from reception_desk.records.papers import Office
from reception_desk.records.recordings import ConsentAnswer, RecordingRecord, RetentionClass
from reception_desk.records.video_sessions import ParticipantRole, SessionSide
from reception_desk.records.visit import VisitRecord
from reception_desk.rules.chinese_dates import day_text
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.masking import mask_document_number, mask_phone
from reception_desk.rules.recording_consent import newest
from reception_desk.rules.recording_keeping import Keeping, keep_until
from reception_desk.rules.session_standing import SessionStanding
from reception_desk.services import session_words as words
from reception_desk.services.promises import PromiseNow, promises_of_source_in
from reception_desk.services.recording_consents import answers_of
from reception_desk.services.recordings import recordings_in
from reception_desk.services.session_cases import SessionCase
from reception_desk.services.session_log import log_in
from reception_desk.services.steps import open_case

_EARLY_MINUTES, _REPLY_DAYS, _VERSION_DIGITS = 15, 2, 8
_RECEIVING = (ParticipantRole.LEADER, ParticipantRole.RECEIVER)
_BOXES = {
    ConsentAnswer.AGREES: "both",
    ConsentAnswer.SOUND_ONLY: "sound",
    ConsentAnswer.DECLINES: "none",
    ConsentAnswer.WITHDRAWN: "none",
}


@dataclass(frozen=True, slots=True)
class SessionTold:
    """All that a paper of a session is drafted from."""

    session: Session
    actor: Actor
    office: Office
    case: SessionCase
    standing: SessionStanding
    visit: VisitRecord
    matter: str
    zone: ZoneInfo
    by: Reckoning
    wording: Path | None
    participant_id: str | None = None

    def people(self, *roles: ParticipantRole, side: SessionSide | None = None) -> str:
        """Return who takes part in one of these roles, at one end or at any."""
        found = [
            who.shown
            for who in self.case.participants
            if who.role in roles and side in {None, who.side}
        ]
        return "、".join(found)

    def promises(self) -> tuple[PromiseNow, ...]:
        """Return what was promised in this session."""
        return promises_of_source_in(self.session, self.actor, self.case.session_id)


def notice_version(wording: Path | None = None) -> str:
    """Return what names the text of the notice about recording: the beginning of its SHA-256."""
    from reception_desk.documents.template_loading import FOLDER

    name = f"{DocumentKind.RECORDING_CONSENT.value}.toml"
    own = wording / name if wording else None
    path = own if own and own.exists() else FOLDER / name
    return sha256(path.read_bytes()).hexdigest()[:_VERSION_DIGITS]


def known_of_session(told: SessionTold, kind: DocumentKind) -> dict[str, Any]:
    """Return every datum known for a paper of this kind, by field name."""
    return {**_about_all(told), **_OF_KIND[kind](told)}


def known_of_disposal(
    told: SessionTold, recording: RecordingRecord, kept: Keeping
) -> dict[str, Any]:
    """Return what the certificate says: which recording, who asked and who approved."""
    summary, until = recording.summary, keep_until(recording, kept.retention)
    asked, approved = kept.asked, kept.approved
    return {
        **_about_all(told),
        "recording": words.one_recording_words(recording),
        "folder": summary.folder,
        "recorded": words.span_words(summary.began_at, summary.ended_at, told.zone),
        "root_hash": words.grouped_hash(summary.root_hash),
        "retention": kept.retention.label,
        "kept_until": day_text(until) if until else None,
        "reason": asked.reason if asked else "",
        "asked_by": asked.author_name if asked else "",
        "asked_on": asked.day if asked else None,
        "approved_by": approved.author_name if approved else "",
        "approved_on": approved.day if approved else None,
        "disposed_on": now().astimezone(told.zone).date(),
    }


def _about_all(told: SessionTold) -> dict[str, Any]:
    """What every paper of a session says."""
    appointment = told.standing.appointment
    room = told.session.get(SessionResource, appointment.room_id) if appointment else None
    near = f"{told.office.hall}{room.place or ''}{room.name}" if room else told.office.hall
    held = (
        words.span_words(appointment.starts_at, appointment.ends_at, told.zone)
        if appointment
        else None
    )
    return {
        "organ": told.actor.desk.unit_name,
        "label": told.case.label,
        "registration_number": told.visit.shown_number,
        "issued_on": now().astimezone(told.zone).date(),
        "handler": told.actor.name,
        "phone": told.office.phone,
        "supervision_phone": told.office.supervision_phone,
        "matter": told.matter,
        "held_at": held,
        "near_place": near,
        "far_place": appointment.far_place if appointment else None,
        "petitioner": _petitioner(told),
    }


def _petitioner(told: SessionTold) -> str:
    main = told.visit.main_person
    named = told.people(ParticipantRole.PETITIONER)
    return named or ((main.name or main.organisation_name or "") if main else "") or "未提供姓名"


def _form(told: SessionTold) -> dict[str, Any]:
    main = told.visit.main_person
    promises = told.promises()
    first = promises[0].promise if promises else None
    standing = open_case(told.session, told.actor, told.case.matter_id).standing(told.by)
    applied = next((event for event in told.case.events), None)
    return {
        "number": told.case.label,
        "petitioner_phone": mask_phone(main.phone or "") if main else "",
        "id_number": mask_document_number(main.document_number or "") if main else "",
        "petitioner_address": main.address if main else "",
        "head_count": told.visit.head_count,
        "matter": told.visit.claim,
        "progress": standing.state.label if standing.state else "",
        "level": told.case.level.value,
        "applied_on": applied.occurred_at.astimezone(told.zone).date() if applied else None,
        "receiver": told.people(*_RECEIVING, side=SessionSide.FAR),
        "unit_people": told.people(ParticipantRole.UNIT_STAFF),
        "recording": _form_answer(told),
        "result": "\n".join(words.promise_words(promises)) if promises else "",
        "unit": first.owner_unit if first else "",
        "due_on": first.due_on if first else None,
    }


def _form_answer(told: SessionTold) -> str | None:
    """The petitioner's own answer; what may be recorded depends on everybody's."""
    latest = newest(answers_of(told.session, told.case.session_id))
    petitioners = [p for p in told.case.participants if p.role.speaks_for_petitioner]
    said = [latest[p.participant_id].answer for p in petitioners if p.participant_id in latest]
    if not said:
        return None
    strictest = max(said, key=list(ConsentAnswer).index)
    return {"both": "yes", "sound": "sound", "none": "no"}[_BOXES[strictest]]


def _notice(told: SessionTold) -> dict[str, Any]:
    who = told.case.facts.participant(told.participant_id)
    is_unit = who is not None and who.role is ParticipantRole.UNIT_STAFF
    recipient = (who.unit or who.name) if who and is_unit else who.name if who else ""
    appointment = told.standing.appointment
    reply = (
        (appointment.starts_at - timedelta(days=_REPLY_DAYS)).astimezone(told.zone).date()
        if appointment
        else None
    )
    today = now().astimezone(told.zone).date()
    return {
        "recipient": recipient or _petitioner(told),
        "addressee_kind": "unit" if is_unit else "petitioner",
        "minutes": _EARLY_MINUTES,
        "receivers": told.people(*_RECEIVING),
        "units": "、".join(
            dict.fromkeys(
                p.unit
                for p in told.case.participants
                if p.role is ParticipantRole.UNIT_STAFF and p.unit
            )
        ),
        "reply_by": max(reply, today) if reply else None,
    }


def _record(told: SessionTold) -> dict[str, Any]:
    session, case, standing, zone = told.session, told.case, told.standing, told.zone
    log = log_in(session, case, standing)
    recordings = recordings_in(session, case, told.actor)
    return {
        "way": case.level.value,
        "times": words.times_words(standing.parts, zone),
        "far_people": words.people_words(case, standing, SessionSide.FAR, zone),
        "near_people": words.people_words(case, standing, SessionSide.NEAR, zone),
        "unit_people": words.people_words(case, standing, SessionSide.UNIT, zone),
        "lawyer": told.people(ParticipantRole.LAWYER),
        "interpreter": told.people(ParticipantRole.INTERPRETER),
        "recusal": words.recusal_words(case, standing),
        "recording": words.recording_words(recordings),
        "consents": words.consent_words(case, answers_of(session, case.session_id), zone),
        "recording_digest": words.digest_words(recordings),
        "interruptions": words.pause_words(log, zone),
        "materials": words.shown_words(log),
        "entries": words.entry_words(case, log, zone),
        "promises": words.promise_words(told.promises()),
        "objections": words.objection_words(case, standing),
    }


def _consent(told: SessionTold) -> dict[str, Any]:
    latest = newest(answers_of(told.session, told.case.session_id))
    answer = latest.get(told.participant_id or "")
    appointment = told.standing.appointment
    begins = appointment.starts_at if appointment else now()
    return {
        "session_at": begins.astimezone(told.zone).replace(tzinfo=None),
        "place": "视频接访室",
        "session": "视频接访",
        "purpose": "记录陈述和答复的内容，供办理本事项使用",
        "retention": RetentionClass.TWO_YEARS.label,
        "viewers": "本事项的承办人员和您本人",
        "notice_version": answer.notice_version if answer else notice_version(told.wording),
        "choice": _BOXES[answer.answer] if answer else None,
    }


_OF_KIND: Mapping[DocumentKind, Callable[[SessionTold], dict[str, Any]]] = {
    DocumentKind.VIDEO_SESSION_FORM: _form,
    DocumentKind.VIDEO_SESSION_NOTICE: _notice,
    DocumentKind.VIDEO_SESSION_RECORD: _record,
    DocumentKind.RECORDING_CONSENT: _consent,
}
