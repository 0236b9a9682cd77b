"""The folders of recordings on this machine: found by their manifests, removed when disposed of."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.models.recording import Recording
from reception_desk.models.video_session import VideoSession
from reception_desk.recording.manifest import ManifestError, read_manifest
from reception_desk.recording.summary import summary_of
from reception_desk.recording.verify import MANIFEST
from reception_desk.records.actor import Actor
from reception_desk.records.recordings import RecordingRecord
from reception_desk.rules.permissions import Action
from reception_desk.services.confidentiality import seen
from reception_desk.services.permissions import require
from reception_desk.services.recordings import register_recording


@dataclass(frozen=True, slots=True)
class FoundRecording:
    """A closed recording on this machine that is not on record; `label` is its session's."""

    folder: Path
    session_id: str
    label: str
    began_at: datetime


def folder_of(recordings: Path, recording: RecordingRecord) -> Path:
    """Return the folder of a recording; raises `DeskError` for a name that leads elsewhere."""
    name = recording.summary.folder
    if Path(name).name != name or name in {"", ".", ".."} or "\\" in name:
        raise DeskError("录音录像的文件夹名称不对。", saved="文件没有改动。")
    return recordings / name


def present_folder(recordings: Path, recording: RecordingRecord) -> Path:
    """Return the folder where it lies on this machine; raises `DeskError` where it does not."""
    folder = folder_of(recordings, recording)
    if not (folder / MANIFEST).is_file():
        raise DeskError(
            f"本机没有这份录音录像的文件（{recording.summary.folder}）。",
            advice="文件在录制的那台机器上，请到那里查阅；若就是本机，请检查录制磁盘。",
        )
    return folder


def remove_files(recordings: Path, actor: Actor, recording: RecordingRecord) -> None:
    """Remove the files of a recording of this desk; those already gone are fine.

    Raises `DeskError` at another desk, whose disk they lie on, or where the disk refuses.
    """
    folder = folder_of(recordings, recording)
    if recording.desk_id != actor.desk.desk_id and not folder.exists():
        raise DeskError(
            "这份录音录像的文件不在本机，没有销毁。", advice="请到录制的那台机器上销毁。"
        )
    if not folder.exists():
        return
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise DeskError(
            f"没有删完 {folder}：{error.strerror}。",
            saved="销毁没有记录，批准仍然有效。",
            advice="请检查磁盘后再试。",
        ) from error


def found_recordings(
    database: Database, actor: Actor, recordings: Path
) -> tuple[FoundRecording, ...]:
    """Return the closed recordings on this machine of sessions the actor sees, not on record."""
    require(actor, Action.HOLD_VIDEO_SESSION)
    closed = list(_closed(recordings))
    with database.read() as session:
        known = set(session.scalars(select(Recording.folder)))
        keys = {session_id for _, session_id, _ in closed}
        labels = {
            row.id: row.label
            for row in session.execute(
                select(VideoSession.id, VideoSession.label).where(
                    VideoSession.id.in_(keys), seen(actor, VideoSession.stream)
                )
            )
        }
    return tuple(
        FoundRecording(folder, session_id, labels[session_id], began_at)
        for folder, session_id, began_at in closed
        if folder.name not in known and session_id in labels
    )


def register_found(database: Database, actor: Actor, found: FoundRecording) -> str:
    """Verify a found recording, put it on record and return its key.

    Raises `DeskError` where it is not whole or nobody had allowed it; nothing changes then.
    """
    return register_recording(database, actor, found.session_id, summary_of(found.folder))


def _closed(recordings: Path) -> Iterator[tuple[Path, str, datetime]]:
    """Yield folder, session and beginning of each closed recording; others are passed over."""
    for path in sorted(recordings.iterdir()) if recordings.is_dir() else []:
        try:
            lines = read_manifest(path)
            if lines and lines[-1]["kind"] == "closed":
                yield path, str(lines[0]["session"]), datetime.fromisoformat(lines[0]["at"])
        except (OSError, ManifestError, KeyError, TypeError, ValueError):
            continue
