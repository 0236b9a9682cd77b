"""A log handler that keeps warnings so that a test can fail for them."""

import logging


class LogWatch(logging.Handler):
    """Keeps records of WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())

    def take(self, text: str) -> None:
        """Expect exactly one kept message with this text, and forget it."""
        found = [message for message in self.messages if text in message]
        assert len(found) == 1, f"{text!r} logged {len(found)} times: {self.messages}"
        self.messages.remove(found[0])
