"""The program holds none of the features that domain rules forbid, and the linter can tell."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table

from tests.house import ethics, tree


def metadata() -> MetaData:
    """Return every table of the program: all model modules are imported first."""
    from reception_desk import models

    for module in pkgutil.iter_modules(models.__path__, f"{models.__name__}."):
        if not module.ispkg:
            importlib.import_module(module.name)
    from reception_desk.models.base import Base

    return Base.metadata


def data_files() -> Iterator[Path]:
    """Yield SQL of the program and the code lists, texts and translations it ships."""
    yield from (path for path in tree.files(tree.PACKAGE) if path.suffix == ".sql")
    suffixes = {".csv", ".json", ".toml", ".ts", ".txt", ".html"}
    for path in tree.files(tree.RESOURCES):
        is_licence = any(word in path.name.upper() for word in ("OFL", "LICENSE", "LICENCE"))
        if path.suffix in suffixes and not is_licence:
            yield path


def report(names: Iterator[ethics.Named]) -> str:
    return "\n".join(str(finding) for finding in ethics.findings(names))


def test_no_table_or_column_is_forbidden():
    tables = list(ethics.table_names(metadata()))

    assert any(named.text == "person" for named in tables)
    assert report(iter(tables)) == ""


def test_no_name_or_sentence_in_the_code_is_forbidden():
    names = [named for path in tree.python_files() for named in ethics.source_names(path)]

    assert names
    assert report(iter(names)) == ""


def test_no_code_list_sql_or_shipped_text_is_forbidden():
    assert report(named for path in data_files() for named in ethics.text_names(path)) == ""


def test_no_query_counts_per_person():
    queries = [path for path in tree.files(tree.PACKAGE) if path.suffix in {".py", ".sql"}]

    found = {path.name: ethics.counts_per_person(path.read_text("utf-8")) for path in queries}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_no_dependency_is_forbidden():
    names = {*tree.locked("requirements.lock"), *tree.locked("requirements-dev.lock")}
    names.update(requirement.name for requirement in tree.requirements())

    assert ethics.denied_dependencies(sorted(names)) == []


def test_every_allowance_gives_a_reason_and_allows_something():
    for allowance in ethics.ALLOWED:
        assert len(allowance.reason) > 10
        assert not ethics.findings([ethics.Named(f"{allowance.file}:1", allowance.phrase)])
        words = ethics.as_words(allowance.phrase)
        assert any(list(rule.found_in(allowance.phrase, words)) for rule in ethics.RULES)


@pytest.mark.parametrize(
    "table",
    [
        Table("blacklist", MetaData(), Column("id", String)),
        Table("person", MetaData(), Column("risk_level", String)),
        Table("person", MetaData(), Column("photo", String)),
        Table("person", MetaData(), Column("face_template", String)),
        Table("person", MetaData(), Column("left_fingerprint", String)),
        Table("person", MetaData(), Column("visits", Integer)),
        Table("visit", MetaData(), Column("attitude", String)),
        Table("key_person", MetaData(), Column("id", String)),
    ],
    ids=lambda table: f"{table.name}-{'-'.join(table.columns.keys())}",
)
def test_a_forbidden_table_or_column_is_found(table: Table):
    assert ethics.findings(ethics.table_names(table.metadata))


@pytest.mark.parametrize(
    "source",
    [
        'class Mark(StrEnum):\n    BLACK_LIST = "b"\n',
        'class Kind(Enum):\n    A = "risk_level"\n',
        "class Visitor:\n    danger_level: str\n",
        "class PersonScore:\n    pass\n",
        "def rank_towns():\n    pass\n",
        "def recognise_face():\n    pass\n",
        'label = "重点人员"\n',
        'label = tr("该来访人属缠访")\n',
        'text = f"{name}：态度恶劣"\n',
        'title = "乡镇排名"\n',
        'title = "已列入稳控台账"\n',
        'title = "采集人脸照片"\n',
    ],
)
def test_a_forbidden_name_or_sentence_is_found(source: str, tmp_path: Path):
    module = tmp_path / "module.py"
    module.write_text(source, encoding="utf-8")

    assert ethics.findings(ethics.source_names(module))


@pytest.mark.parametrize(
    "source",
    [
        '"""No score, no blacklist, no photo."""\n',
        'def read():\n    """Nothing about 重点人员 is kept."""\n',
        "# no ranking of persons\n",
        "surface = interface = typeface = 1\n",
        "class Surface:\n    interface: str\n    trisk: str\n",
        'notice = "登记信息不含照片。"\n',
        'line = "本人签名/指印"\n',
        'part = "利害关系人"\n',
    ],
)
def test_ordinary_names_and_allowed_phrases_pass(source: str, tmp_path: Path):
    module = tmp_path / "module.py"
    module.write_text(source, encoding="utf-8")

    assert report(ethics.source_names(module)) == ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("codes.csv", "code,name\n09,闹访\n"),
        ("codes.json", '{"risk_level": ["高"]}'),
        ("centre.sql", "create table blacklist (id uuid);"),
        ("zh.ts", "<translation>黑名单</translation>"),
    ],
)
def test_a_forbidden_entry_of_a_data_file_is_found(name: str, content: str, tmp_path: Path):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")

    assert ethics.findings(ethics.text_names(path))


def test_a_phrase_allowed_in_one_file_is_found_in_another():
    allowed = next(allowance for allowance in ethics.ALLOWED if allowance.file)

    assert not ethics.findings([ethics.Named(f"{allowed.file}:1", allowed.phrase)])
    assert ethics.findings([ethics.Named("other.csv:1", allowed.phrase)])


def test_a_comment_of_an_sql_file_may_say_what_is_not_built(tmp_path: Path):
    path = tmp_path / "centre.sql"
    path.write_text("-- no blacklist\n/* no\nranking */\nselect 1;\n", encoding="utf-8")

    assert report(ethics.text_names(path)) == ""


def test_forbidden_dependencies_are_found_and_others_are_not():
    bad = ["face_recognition", "insightface", "dlib", "deepface", "pyannote.audio", "snownlp"]
    good = ["pypinyin", "typing-extensions", "interface-meta", "opencv-python-headless"]

    assert ethics.denied_dependencies([*bad, *good]) == bad


@pytest.mark.parametrize(
    "query",
    ["select(func.count()).group_by(Visit.person_id)", "SELECT count(*) FROM v GROUP BY person_id"],
)
def test_a_query_that_counts_per_person_is_found(query: str):
    assert ethics.counts_per_person(query)
    assert not ethics.counts_per_person(query.replace("person", "matter"))
