"""`desk paper KIND --data FILE.json --out X.pdf`: any paper of the hall from plain data.

Like every paper on record the PDF is a checked PDF/A-2b. Its date is the paper's own, so that the
same data give the same bytes.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from reception_desk import config
from reception_desk.documents import catalogue
from reception_desk.documents.fields import as_day
from reception_desk.documents.installed_fonts import with_installed
from reception_desk.documents.office_fonts import font_paths, office_fonts
from reception_desk.errors import InvalidInputError
from reception_desk.records.document import DocumentKind

LIST = "list"
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("kind", metavar="KIND", help="文书的英文代号；list：列出全部文书")
    parser.add_argument("--data", type=Path, metavar="FILE.json", help="文书的数据")
    parser.add_argument("--out", type=Path, metavar="X.pdf", help="写到这个文件")
    parser.add_argument("--example", action="store_true", help="给出示例数据，供改写")
    parser.add_argument("--template", action="store_true", help="给出自带的模板，供改写")
    parser.add_argument("--json", action="store_true", help="list：输出 JSON，附各项数据")


def run(arguments: argparse.Namespace) -> int:
    """List the papers, print a paper's example data or template, or write a paper."""
    settings = config.load(arguments.home)
    own = settings.wording_path
    if arguments.kind == LIST:
        sys.stdout.write(_listing(own, as_json=arguments.json))
        return 0
    kind = _kind(arguments.kind)
    if arguments.example:
        sys.stdout.write(_as_json(catalogue.paper_form(kind, own).example))
        return 0
    if arguments.template:
        sys.stdout.write(catalogue.shipped_template(kind))
        return 0
    if arguments.data is None or arguments.out is None:
        raise InvalidInputError(
            "制作文书要写明 --data 和 --out。",
            advice="用 --example 可得到示例数据，用 --template 可得到模板。",
        )
    data = _data(arguments.data)
    fonts = with_installed(office_fonts(font_paths(settings.fonts)).paths)
    pdf = catalogue.render(kind, data, fonts, own)
    _write(arguments.out, _archived(pdf, kind, data))
    return 0


def _archived(pdf: bytes, kind: DocumentKind, data: Mapping[str, Any]) -> bytes:
    from reception_desk.imaging.archive import archived

    issued = data.get("issued_on")
    zone = ZoneInfo(config.HALL_ZONE)
    made = datetime.combine(as_day(issued), time(), zone) if issued else UNDATED
    return archived(pdf, kind.label, made)


def _listing(own: Path, *, as_json: bool) -> str:
    forms = [catalogue.paper_form(kind, own) for kind in DocumentKind]
    if as_json:
        return _as_json([_plain(form) for form in forms])
    widest = max(len(form.kind.value) for form in forms)
    return "".join(f"{form.kind.value:<{widest}}  {form.paper}  {form.title}\n" for form in forms)


def _plain(form: catalogue.PaperForm) -> dict[str, Any]:
    return {
        "kind": form.kind.value,
        "title": form.title,
        "paper": form.paper,
        "layout": form.layout.value,
        "fields": [
            {
                "name": one.name,
                "label": one.label,
                "type": one.type.value,
                "optional": one.is_optional,
                **({"options": dict(one.options)} if one.options else {}),
                **({"columns": dict(one.columns)} if one.columns else {}),
            }
            for one in form.fields.values()
        ],
    }


def _as_json(values: Any) -> str:
    return f"{json.dumps(values, ensure_ascii=False, indent=2)}\n"


def _kind(name: str) -> DocumentKind:
    if name not in set(DocumentKind):
        raise InvalidInputError(
            f"没有名为“{name}”的文书。", advice="用 desk paper list 可列出全部文书。"
        )
    return DocumentKind(name)


def _data(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InvalidInputError(f"数据文件“{path}”打不开：{error.strerror}。") from error
    except ValueError as error:
        raise InvalidInputError(f"数据文件“{path}”不是 JSON：{error}。") from error
    if not isinstance(values, dict):
        raise InvalidInputError(f'数据文件“{path}”应为一组项目，例如 {{"organ": "…"}}。')
    return values


def _write(path: Path, pdf: bytes) -> None:
    try:
        path.write_bytes(pdf)
    except OSError as error:
        raise InvalidInputError(f"文件“{path}”不能写入：{error.strerror}。") from error
