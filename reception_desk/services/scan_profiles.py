"""Scan profiles of each device of this desk, and which one was chosen last."""

import json
from collections.abc import Sequence
from typing import Any

from reception_desk.config import ScannerSettings
from reception_desk.errors import InvalidInputError
from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.pages import PageStep
from reception_desk.records.scan_profiles import PaperSize, ScanProfile
from reception_desk.records.scanning import ColourMode, PaperSource
from reception_desk.rules.permissions import Action
from reception_desk.services import audit, settings
from reception_desk.services.permissions import require

LONGEST_NAME = 12
MOST = 9


def device_name(scanner: ScannerSettings) -> str:
    """Return by what the profiles of a device are kept: its kind and its own name."""
    return f"{scanner.kind} {scanner.device or scanner.folder}".strip()


def profiles_of(database: Database, scanner: ScannerSettings) -> tuple[ScanProfile, ...]:
    """Return the profiles kept for a device; none for one that has none of its own.

    One that a later release wrote and this one cannot read is passed over.
    """
    text = settings.get(database, f"scan_profiles {device_name(scanner)}", "[]")
    return tuple(filter(None, map(_profile, json.loads(text))))


def keep_profiles(
    database: Database, actor: Actor, scanner: ScannerSettings, profiles: Sequence[ScanProfile]
) -> None:
    """Keep the profiles of a device; without any it has the standard ones again.

    Raises `InvalidInputError` for a name that is empty, too long or there twice.
    """
    require(actor, Action.EDIT_SETTINGS)
    names = [profile.name.strip() for profile in profiles]
    if not all(0 < len(name) <= LONGEST_NAME for name in names):
        raise InvalidInputError(f"每个方案要有名称，最多 {LONGEST_NAME} 个字。")
    if len(set(names)) < len(names):
        raise InvalidInputError("方案的名称不能相同。")
    if len(names) > MOST:
        raise InvalidInputError(f"一台设备最多 {MOST} 个方案。")
    text = json.dumps([_values(profile) for profile in profiles], ensure_ascii=False)
    with database.write() as session:
        settings.put_in(session, f"scan_profiles {device_name(scanner)}", text)
        audit.record(session, actor, "edit_settings", detail="扫描方案")


def last_chosen(database: Database, scanner: ScannerSettings) -> str:
    """Return the name of the profile chosen last for a device, or nothing."""
    return settings.get(database, f"scan_profile {device_name(scanner)}")


def remember_choice(database: Database, scanner: ScannerSettings, name: str) -> None:
    """Remember which profile was chosen."""
    settings.put(database, f"scan_profile {device_name(scanner)}", name)


def _values(profile: ScanProfile) -> dict[str, Any]:
    return {
        "name": profile.name.strip(),
        "source": profile.paper_source,
        "dpi": profile.dpi,
        "mode": profile.colour_mode,
        "paper": profile.paper,
        "left_out": sorted(profile.left_out),
    }


def _profile(values: dict[str, Any]) -> ScanProfile | None:
    try:
        return ScanProfile(
            values["name"],
            PaperSource(values["source"]),
            values["dpi"],
            ColourMode(values["mode"]),
            PaperSize(values["paper"]),
            frozenset(map(PageStep, values["left_out"])),
        )
    except (KeyError, ValueError):
        return None
