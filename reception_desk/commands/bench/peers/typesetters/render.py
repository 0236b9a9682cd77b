"""Run by the Python of a typesetter's environment: `render.py PROGRAM FONT ROUNDS < words.json`.

Prints the median milliseconds of a page and the bytes of the last PDF, as JSON. What can be
compiled or configured once is done before the clock starts.
"""

import html
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

FAMILY = "Noto Serif SC"


def typst(words: list[str], font: Path, folder: Path) -> Callable[[int], bytes]:
    """A paper of another person each time: what typst remembers of the last page is no help."""
    import typst as program  # pyright: ignore[reportMissingImports]

    said = (json.dumps(line, ensure_ascii=False) for line in words)
    lines = "\n".join(f"#text({line} + sys.inputs.n) \\" for line in said)
    page = f'#set page(paper: "a4", margin: 28mm)\n#set text(font: "{FAMILY}", size: 15.75pt)\n'
    source = folder / "page.typ"
    source.write_text(page + lines, encoding="utf-8")
    compiler = program.Compiler(str(source), font_paths=[str(font.parent)])
    return lambda number: compiler.compile(format="pdf", sys_inputs={"n": str(number)})


def weasyprint(words: list[str], font: Path, _folder: Path) -> Callable[[int], bytes]:
    from weasyprint import CSS, HTML  # pyright: ignore[reportMissingImports]
    from weasyprint.text.fonts import FontConfiguration  # pyright: ignore[reportMissingImports]

    fonts = FontConfiguration()
    style = CSS(
        string=f"@font-face {{ font-family: '{FAMILY}'; src: url({font.as_uri()}) }} "
        f"@page {{ size: A4; margin: 28mm }} body {{ font: 15.75pt '{FAMILY}' }}",
        font_config=fonts,
    )

    def render(number: int) -> bytes:
        page = "".join(f"<p>{html.escape(line)}{number}</p>" for line in words)
        return HTML(string=page).write_pdf(stylesheets=[style], font_config=fonts)

    return render


def main() -> None:
    name, font, rounds = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    words = json.load(sys.stdin)
    with TemporaryDirectory() as folder:
        render = {"typst": typst, "weasyprint": weasyprint}[name](words, font, Path(folder))
        pdf = render(0)
        taken = []
        for number in range(1, rounds + 1):
            begun = time.perf_counter()
            pdf = render(number)
            taken.append((time.perf_counter() - begun) * 1000)
    print(json.dumps({"median_ms": median(taken), "bytes": len(pdf)}))


main()
