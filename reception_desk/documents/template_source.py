"""The text of a template file, and where in it something is wrong."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reception_desk.errors import DocumentError


class TemplateError(DocumentError):
    """A template that cannot be used; the sentence names the file, the line and the name."""

    def __init__(self, path: Path, line: int, what: str) -> None:
        super().__init__(
            f"文书模板 {path} 第{line}行：{what}。",
            saved="没有制作文书，其他文书不受影响。",
            advice="请改正该文件，或移走它改用自带的模板。",
        )
        self.path, self.line = path, line


@dataclass(frozen=True, slots=True)
class Source:
    """A template file as it was read."""

    path: Path
    text: str

    @classmethod
    def of(cls, path: Path) -> "Source":
        """Read a file; raises `TemplateError`."""
        try:
            return cls(path, path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise TemplateError(path, 1, "找不到这个文件") from error
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise TemplateError(path, line, "不是 UTF-8 编码的文本") from error
        except OSError as error:
            raise TemplateError(path, 1, "读不出来") from error

    def toml(self) -> dict[str, Any]:
        """Return the values of the file; raises `TemplateError`."""
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"at line (\d+)", str(error))
            line = int(found[1]) if found else self.text.count("\n") + 1
            raise TemplateError(self.path, line, f"格式不对（{error}）") from error

    def wrong(self, what: str, near: str = "") -> TemplateError:
        """Return the error for what is wrong where `near` stands."""
        at = self.text.find(near) if near else 0
        return TemplateError(self.path, self._line(max(at, 0)), what)

    def wrong_key(self, what: str, key: str, table: str = "") -> TemplateError:
        """Return the error for what is wrong with a key, the first one in or after `table`."""
        head = re.search(rf"(?m)^\s*\[+{re.escape(table)}\]+", self.text) if table else None
        pattern = rf'(?m)^[ \t]*"?{re.escape(key)}"?[ \t]*[=.]'
        found = re.compile(pattern).search(self.text, head.end() if head else 0)
        at = found.start() if found else (head.start() if head else 0)
        return TemplateError(self.path, self._line(at), what)

    def _line(self, at: int) -> int:
        return self.text.count("\n", 0, at) + 1
