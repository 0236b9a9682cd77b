"""Errors that a person is told about; every other exception is a bug."""


class DeskError(Exception):
    """A failure with a sentence for the person at the desk.

    `message` says what happened, `saved` what is safe, `advice` what to do next;
    all three are plain Chinese. Technical detail goes into `__cause__` and the log.
    """

    def __init__(self, message: str, *, saved: str = "", advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.saved = saved
        self.advice = advice

    def __str__(self) -> str:
        return "".join(part for part in (self.message, self.saved, self.advice) if part)


class InvalidInputError(DeskError):
    """A value the rules refuse, for example six representatives (条例 Art. 20(3))."""


class NotPermittedError(DeskError):
    """The signed-in person's roles do not include the action."""


class SignInRefusedError(NotPermittedError):
    """Wrong login or password; after several, `wait_seconds` until the next try is looked at."""

    def __init__(self, message: str, *, advice: str = "", wait_seconds: int = 0) -> None:
        super().__init__(message, advice=advice)
        self.wait_seconds = wait_seconds


class DatabaseError(DeskError):
    """The local database cannot be opened or written."""


class AlreadyOpenError(DatabaseError):
    """Another program on this machine has the local database open."""


class CentreError(DeskError):
    """The central database refused or cannot be reached; local work goes on."""


class StoredFileError(DeskError):
    """A file that a row names is not on this disk, or its bytes are not those on record."""


class FileMissingError(StoredFileError):
    """The file is not on this disk."""


class FileAlteredError(StoredFileError):
    """The file's SHA-256 is not the one on record."""


class DeviceError(DeskError):
    """A device answered with a failure that a person can act on."""


class DocumentError(DeskError):
    """A paper cannot be set, for example a name with no glyph in any font."""
