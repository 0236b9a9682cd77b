"""A sealed recording handed out as a folder, with its film, log, minutes and verifier; audited."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reception_desk.models import Database
from reception_desk.recording.export import LogNote, export
from reception_desk.records.actor import Actor
from reception_desk.records.recordings import RecordingRecord, RecordingUse
from reception_desk.services.exports import ExportOrder, check_order
from reception_desk.services.files import FileStore
from reception_desk.services.past_sessions import PastFile
from reception_desk.services.recording_files import present_folder
from reception_desk.services.recordings import open_recording


@dataclass(frozen=True, slots=True)
class RecordingSource:
    """Where recordings and papers lie: `folder` holds a folder for each recording."""

    database: Database
    files: FileStore
    folder: Path


@dataclass(frozen=True, slots=True)
class HandedOut:
    """Which recording of which session."""

    past: PastFile
    recording: RecordingRecord


def hand_out(
    source: RecordingSource,
    actor: Actor,
    handed: HandedOut,
    order: ExportOrder,
    say: Callable[[int, int], None],
) -> str:
    """Write the folder `order.target` and return the root; the reason is on record before a byte.

    Raises `NotPermittedError` without the right or the approval, `InvalidInputError` without a
    reason or with a sealed part, `DeskError` where the files are not here or not whole. `say`
    hears how far it is; what it raises ends the work, and nothing half is left.
    """
    past, recording = handed.past, handed.recording
    check_order(actor, order)
    folder = present_folder(source.folder, recording)
    approver = order.approval.approver.name if order.approval else ""
    reason = f"{order.reason}（{approver}批准）" if approver else order.reason
    open_recording(
        source.database, actor, recording.recording_id, reason=reason, use=RecordingUse.EXPORT
    )
    notes = [LogNote(entry.note.said_at, entry.text) for entry in past.file.log.entries]
    record_id = past.file.standing.record_id
    record = next((one for one in past.papers if one.document_id == record_id), None)
    minutes = source.files.obtain(record.sha256) if record else None
    return export(folder, order.target, notes, minutes, say)
