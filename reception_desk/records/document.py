"""Issued papers and scanned pages as the screen sees them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DocumentKind(StrEnum):
    """The papers of domain.md §3.3, in the order of its catalogue."""

    REGISTRATION_FORM = "registration_form"
    RECEIPT = "receipt"
    MATERIALS_LIST = "materials_list"
    ACCEPTANCE_NOTICE = "acceptance_notice"
    NON_ACCEPTANCE_NOTICE = "non_acceptance_notice"
    NO_FURTHER_ACCEPTANCE_NOTICE = "no_further_acceptance_notice"
    LEGAL_ROUTE_NOTICE = "legal_route_notice"
    TRANSFER_LETTER = "transfer_letter"
    DESTINATION_NOTICE = "destination_notice"
    ASSIGNMENT_LETTER = "assignment_letter"
    OBJECTION_FORM = "objection_form"
    EXTENSION_APPROVAL = "extension_approval"
    EXTENSION_NOTICE = "extension_notice"
    HANDLING_OPINION = "handling_opinion"
    COMPLETION_REPORT = "completion_report"
    REVIEW_APPLICATION = "review_application"
    REVIEW_ACCEPTANCE_NOTICE = "review_acceptance_notice"
    REVIEW_OPINION = "review_opinion"
    RECHECK_OPINION = "recheck_opinion"
    HEARING_NOTICE = "hearing_notice"
    HEARING_RECORD = "hearing_record"
    HEARING_CONCLUSION = "hearing_conclusion"
    SERVICE_RECEIPT = "service_receipt"
    VIDEO_SESSION_FORM = "video_session_form"
    VIDEO_SESSION_NOTICE = "video_session_notice"
    VIDEO_SESSION_RECORD = "video_session_record"
    LEADER_DAY_NOTICE = "leader_day_notice"
    LEADER_BOOKING_FORM = "leader_booking_form"
    LEADER_VISIT_FORM = "leader_visit_form"
    LEADER_INSTRUCTION = "leader_instruction"
    LEADER_BRIEF = "leader_brief"
    LEADER_PACK_COVER = "leader_pack_cover"
    ATTENDANCE_LETTER = "attendance_letter"
    SUPERVISION_LETTER = "supervision_letter"
    EVALUATION_FORM = "evaluation_form"
    FILE_COVER = "file_cover"
    FILE_INDEX = "file_index"
    FILE_CLOSING_NOTE = "file_closing_note"
    DAILY_REPORT = "daily_report"
    MONTHLY_REPORT = "monthly_report"
    MEETING_PACK = "meeting_pack"
    URGENT_REPORT = "urgent_report"
    VISITOR_NOTICE = "visitor_notice"
    PRIVACY_NOTICE = "privacy_notice"
    RECORDING_CONSENT = "recording_consent"
    RECORDING_DISPOSAL = "recording_disposal"
    LAWYER_ADVICE = "lawyer_advice"
    AID_REFERRAL = "aid_referral"
    MEDIATION_AGREEMENT = "mediation_agreement"
    SETTLEMENT_AGREEMENT = "settlement_agreement"
    POWER_OF_ATTORNEY = "power_of_attorney"
    REPRESENTATIVE_ELECTION = "representative_election"

    @property
    def label(self) -> str:
        """Chinese title."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    DocumentKind.REGISTRATION_FORM: "来访事项登记单",
    DocumentKind.RECEIPT: "来访回执",
    DocumentKind.MATERIALS_LIST: "材料接收清单",
    DocumentKind.ACCEPTANCE_NOTICE: "受理告知书",
    DocumentKind.NON_ACCEPTANCE_NOTICE: "不予受理告知书",
    DocumentKind.NO_FURTHER_ACCEPTANCE_NOTICE: "不再受理告知书",
    DocumentKind.LEGAL_ROUTE_NOTICE: "法定途径告知书",
    DocumentKind.TRANSFER_LETTER: "转送函",
    DocumentKind.DESTINATION_NOTICE: "转送（交办）去向告知单",
    DocumentKind.ASSIGNMENT_LETTER: "交办函",
    DocumentKind.OBJECTION_FORM: "异议（退件）申请与审核单",
    DocumentKind.EXTENSION_APPROVAL: "延期审批表",
    DocumentKind.EXTENSION_NOTICE: "延期告知书",
    DocumentKind.HANDLING_OPINION: "信访事项处理意见书",
    DocumentKind.COMPLETION_REPORT: "办结报告",
    DocumentKind.REVIEW_APPLICATION: "复查（复核）申请书",
    DocumentKind.REVIEW_ACCEPTANCE_NOTICE: "复查（复核）受理通知书",
    DocumentKind.REVIEW_OPINION: "复查意见书",
    DocumentKind.RECHECK_OPINION: "复核意见书",
    DocumentKind.HEARING_NOTICE: "听证通知书",
    DocumentKind.HEARING_RECORD: "听证笔录",
    DocumentKind.HEARING_CONCLUSION: "听证结论",
    DocumentKind.SERVICE_RECEIPT: "送达回证",
    DocumentKind.VIDEO_SESSION_FORM: "视频接访登记表",
    DocumentKind.VIDEO_SESSION_NOTICE: "视频接访通知书",
    DocumentKind.VIDEO_SESSION_RECORD: "视频接访笔录",
    DocumentKind.LEADER_DAY_NOTICE: "领导接访日程公示",
    DocumentKind.LEADER_BOOKING_FORM: "领导接访预约登记表",
    DocumentKind.LEADER_VISIT_FORM: "领导接访登记表",
    DocumentKind.LEADER_INSTRUCTION: "批办单",
    DocumentKind.LEADER_BRIEF: "领导接访事项简报",
    DocumentKind.LEADER_PACK_COVER: "领导接访资料",
    DocumentKind.ATTENDANCE_LETTER: "领导接访到场通知",
    DocumentKind.SUPERVISION_LETTER: "督办函",
    DocumentKind.EVALUATION_FORM: "满意度评价表",
    DocumentKind.FILE_COVER: "卷宗封面",
    DocumentKind.FILE_INDEX: "卷内目录",
    DocumentKind.FILE_CLOSING_NOTE: "卷内备考表",
    DocumentKind.DAILY_REPORT: "日报表",
    DocumentKind.MONTHLY_REPORT: "月报表",
    DocumentKind.MEETING_PACK: "信访工作例会材料",
    DocumentKind.URGENT_REPORT: "紧急信息专报",
    DocumentKind.VISITOR_NOTICE: "来访须知",
    DocumentKind.PRIVACY_NOTICE: "个人信息处理告知",
    DocumentKind.RECORDING_CONSENT: "录音录像告知同意书",
    DocumentKind.RECORDING_DISPOSAL: "录音录像销毁证明",
    DocumentKind.LAWYER_ADVICE: "律师接访登记与法律意见单",
    DocumentKind.AID_REFERRAL: "社会救助引导单",
    DocumentKind.MEDIATION_AGREEMENT: "调解协议书",
    DocumentKind.SETTLEMENT_AGREEMENT: "和解协议书",
    DocumentKind.POWER_OF_ATTORNEY: "授权委托书",
    DocumentKind.REPRESENTATIVE_ELECTION: "代表推选书",
}


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """An issued paper; `state` is the printer's latest answer, None when never printed.

    `printed_copies` are confirmed, `unproven_copies` went to a printer that confirms nothing;
    `prints` counts the jobs a printer took and `reprints` those of them that were 补打.
    """

    document_id: str
    visit_id: str | None
    kind: DocumentKind
    title: str
    number: str | None
    paper: str
    sha256: str
    size: int
    created_at: datetime
    state: str | None
    printer: str | None
    printer_reason: str | None
    printed_copies: int
    unproven_copies: int
    prints: int
    reprints: int
    is_stale: bool


@dataclass(frozen=True, slots=True)
class ScannedPageRecord:
    """A page on record; its image is `sha256` in the file store."""

    page_id: str
    scanned_document_id: str
    title: str
    position: int
    sha256: str
    media_type: str
    width: int
    height: int
    resolution: int
    is_partial: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PrintCopy:
    """The bytes that go to the printer; `number` is 0 for the paper itself, n for the n-th 补打."""

    pdf: bytes
    sha256: str
    number: int
