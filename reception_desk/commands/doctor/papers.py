"""The papers: the office's own templates, and the faces official papers are set in."""

from collections.abc import Iterator

from reception_desk.commands.doctor.finding import Finding, Level
from reception_desk.config import Settings
from reception_desk.documents.fonts import Role
from reception_desk.documents.installed_fonts import NAMES, with_installed
from reception_desk.documents.office_fonts import font_paths, office_fonts
from reception_desk.documents.template_loading import load
from reception_desk.documents.template_source import TemplateError
from reception_desk.records.document import DocumentKind

_WANTED = {
    Role.TITLE: "小标宋", Role.BODY: "仿宋", Role.EMPHASIS: "黑体", Role.SUBHEADING: "楷体",
}  # fmt: skip


def examine(settings: Settings) -> Iterator[Finding]:
    """Yield what there is to say about the papers."""
    yield from _templates(settings)
    yield _official_fonts(settings)


def _templates(settings: Settings) -> Iterator[Finding]:
    folder = settings.wording_path
    found = sorted(path.stem for path in folder.glob("*.toml"))
    for name in found:
        if name not in set(DocumentKind):
            yield Finding(
                "文书模板", Level.BROKEN, f"{folder / name}.toml 不是任何文书的模板。",
                "请按 desk paper list 中的代号改名。",
            )  # fmt: skip
            continue
        try:
            load(name, folder)
        except TemplateError as error:
            yield Finding("文书模板", Level.BROKEN, error.message, error.advice)
        else:
            yield Finding("文书模板", Level.WELL, f"本单位的《{DocumentKind(name).label}》可用。")


def _official_fonts(settings: Settings) -> Finding:
    paths = with_installed(office_fonts(font_paths(settings.fonts)).paths)
    missing = [_WANTED[role] for role in NAMES if getattr(paths, role.value) is None]
    if missing:
        return Finding(
            "公文字体", Level.NOTE, f"没有{'、'.join(missing)}，用自带的字体代替。",
            "需要时请在设置文件的 [fonts] 一节写明字体文件。",
        )  # fmt: skip
    return Finding("公文字体", Level.WELL, "小标宋、仿宋、黑体、楷体齐全。")
