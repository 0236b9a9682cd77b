"""Which series numbers which paper (domain.md §3.2); the others carry the visit's number."""

from collections.abc import Mapping
from types import MappingProxyType

from reception_desk.records.document import DocumentKind

SERIES: Mapping[DocumentKind, str] = MappingProxyType(
    {
        DocumentKind.ACCEPTANCE_NOTICE: "accepted",
        DocumentKind.NON_ACCEPTANCE_NOTICE: "declined",
        DocumentKind.NO_FURTHER_ACCEPTANCE_NOTICE: "ended",
        DocumentKind.LEGAL_ROUTE_NOTICE: "guided",
        DocumentKind.TRANSFER_LETTER: "transferred",
        DocumentKind.ASSIGNMENT_LETTER: "assigned",
        DocumentKind.EXTENSION_NOTICE: "extended",
        DocumentKind.HANDLING_OPINION: "opinion",
        DocumentKind.COMPLETION_REPORT: "completed",
        DocumentKind.REVIEW_OPINION: "reviewed",
        DocumentKind.RECHECK_OPINION: "rechecked",
        DocumentKind.HEARING_NOTICE: "hearing",
        DocumentKind.HEARING_CONCLUSION: "hearing",
        DocumentKind.SUPERVISION_LETTER: "supervised",
        DocumentKind.LEADER_INSTRUCTION: "leader_day",
        DocumentKind.VIDEO_SESSION_RECORD: "video_session",
        DocumentKind.SERVICE_RECEIPT: "served",
    }
)
"""Codes of `resources/number_series.csv`."""
