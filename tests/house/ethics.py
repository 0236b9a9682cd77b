"""The ethics linter: names and sentences that must not exist in this program.

The reception desk serves petitioners (条例 Art. 18, 22; PIPL Art. 6, 24, 26, 28). It does not
score, rank, label, predict, watch or recognise persons. The linter reads tables and columns,
enumerations, names in the code, sentences, code lists and dependencies, and fails on the words
such features cannot do without. A phrase that contains such a word for a good reason stands in
`ALLOWED` with the reason.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Float, Integer, MetaData, Numeric


@dataclass(frozen=True, slots=True)
class Rule:
    """An idea that is not built, and the words that would betray it.

    `english` holds words or sequences of words of an identifier, separated by commas;
    `chinese` phrases, separated by spaces.
    """

    idea: str
    english: str
    chinese: str

    def found_in(self, text: str, words: str) -> Iterator[str]:
        """Yield the rule's words that `text` contains; `words` is what `as_words` makes of it."""
        yield from (word for word in self.english.split(", ") if f" {word} " in words)
        if not text.isascii():
            yield from (word for word in self.chinese.split() if word in text)


@dataclass(frozen=True, slots=True)
class Named:
    """A name or sentence of the program, and where it stands."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A forbidden idea at a place."""

    place: str
    text: str
    word: str
    idea: str

    def __str__(self) -> str:
        return f"{self.place}: “{self.text}” contains “{self.word}”: {self.idea}"


@dataclass(frozen=True, slots=True)
class Allowance:
    """A phrase that may stand although it contains a forbidden word.

    With `file`, it may stand in the file of that name only.
    """

    phrase: str
    reason: str
    file: str = ""

    def covers(self, place: str) -> bool:
        """Say whether the phrase may stand at `place` (`file:line`)."""
        return not self.file or place.startswith(f"{self.file}:")


RULES = (
    Rule(
        "persons are not scored, graded or assessed as a risk (PIPL Art. 24)",
        "score, scores, scoring, risk, danger level, threat, reputation",
        "评分 打分 积分 信用分 失信 风险等级 风险评估 风险研判 危险等级 危险程度 高危 一票否决",
    ),
    Rule(
        "no lists of persons to keep away or under watch (条例 Art. 18, 46(6))",
        "blacklist, black list, blocklist, watchlist, watch list, key person, key persons, "
        "key people, suspect, troublemaker, vexatious, nuisance, stability control, "
        "police export, detention",
        "黑名单 灰名单 重点人员 重点对象 重点关注 重点群体 关注人员 缠访 闹访 非访 "
        "非正常上访 无理访 上访老户 信访老户 扬言 稳控 维稳 包保 截访 劝返 接返 遣返 训诫 "
        "敏感人员 敏感日 敏感时期 敏感节点 人员排查 进京 推送公安 通报公安",
    ),
    Rule(
        "nobody is recognised by the body, and nothing of the body is kept (PIPL Art. 26, 28)",
        "face, faces, facial, fingerprint, fingerprints, voiceprint, biometric, biometrics, "
        "iris, photo, photos, portrait, mugshot, avatar",
        "人脸 刷脸 面部 声纹 指纹 指印 虹膜 照片 头像 相片",
    ),
    Rule(
        "how a visitor behaves or feels is not recorded",
        "attitude, emotion, emotions, emotional, sentiment, mood",
        "态度 情绪 心理状态 性格 思想动态 现实表现",
    ),
    Rule(
        "persons and places are not ranked by their petitions; no targets that reward refusal",
        "rank, ranks, ranked, ranking, rankings, leaderboard, top petitioners, "
        "person visit count, person petition count, petition history",
        "排名 排行 名次 无越级访 越级访率 上访次数 上访史",
    ),
    Rule(
        "groups of people are not profiled (features follow the matter, not the person)",
        "religion, religious, political status, special person, special persons",
        "宗教信仰 政治面貌 特殊人员 特殊人群",
    ),
    Rule(
        "no prediction and no tracking of persons, their phones, families or contacts",
        "predict, predicted, prediction, geolocation, gps, tracking, trajectory, "
        "whereabouts, social media, contact network, travel mode",
        "预测 轨迹 行踪 手机定位 关系人 社会关系 出行方式 进京方式",
    ),
)

# Words of a dependency's name; what it is for is known from the name or not at all.
DENIED_DEPENDENCIES = re.compile(
    r"(^|[-_.])(face|faces|facenet|faceid|retinaface|insightface|deepface|arcface|mtcnn|dlib"
    r"|mediapipe|pyannote|resemblyzer|speechbrain|voiceprint|fingerprint|pyfingerprint|biometrics?"
    r"|emotion|sentiment|snownlp|senta|geopy|geocoder|scrapy|weibo"
    r"|itchat|wechaty|telethon|sherlock)([-_.]|$)|face[-_.]?recog"
)

# Names in code are written `module.name` or `Class.field`, so that one is allowed, not all.
ALLOWED: tuple[Allowance, ...] = (
    Allowance("不含照片", "says that the card's photo is not kept"),
    Allowance("不保存照片", "says that the card's photo is not kept"),
    Allowance("不读取照片", "says that the card's photo is not kept"),
    Allowance("现场照片", "a paper the visitor hands in as evidence"),
    Allowance("照片", "a paper the visitor hands in as evidence", file="material_kind.csv"),
    Allowance("态度不好", "what a visitor found wrong here", file="dissatisfaction_reason.csv"),
    Allowance("签名/指印", "the mark of a person who cannot write, in ink on paper"),
    Allowance("（指印）", "the mark of a person who cannot write, in ink on paper"),
    Allowance("签名或指印", "the mark of a person who cannot write, in ink on paper"),
    Allowance("捺指印", "the mark of a person who cannot write, in ink on paper"),
    Allowance("按指印", "the mark of a person who cannot write, in ink on paper"),
    Allowance("服务态度", "the visitor's view of the office, never the office's of the visitor"),
    Allowance("利害关系人", "an interested party in law, heard in a review or hearing"),
    Allowance("EmbeddedFont.face", "the face of a typeface"),
    Allowance("Chain.faces", "the faces of typefaces"),
    Allowance("choices._rank", "the order of codes in a list while the clerk types"),
    Allowance("codes._rank", "the order of codes in a list while the clerk types"),
)

# Whole numbers about a person that are no measure of him or her.
PLAIN_NUMBERS = frozenset({"stream", "birth_year"})


def findings(names: Iterable[Named]) -> list[Finding]:
    """Return every forbidden word in `names`, allowed phrases taken out first."""
    return [finding for named in names for finding in _look_at(named)]


def _look_at(named: Named) -> Iterator[Finding]:
    text = named.text
    for allowance in ALLOWED:
        if allowance.covers(named.place):
            text = text.replace(allowance.phrase, "")
    words = as_words(text)
    for rule in RULES:
        for word in rule.found_in(text, words):
            yield Finding(named.place, named.text[:60], word, rule.idea)


def as_words(text: str) -> str:
    """Return the words of an identifier, each between spaces; none of a sentence."""
    return f" {' '.join(words_of(text))} " if is_identifier(text) else ""


def is_identifier(text: str) -> bool:
    """Say whether `text` names something in code or data, rather than being a sentence."""
    return re.fullmatch(r"[A-Za-z_][\w.-]*", text, re.ASCII) is not None


def words_of(identifier: str) -> list[str]:
    """Return the words of a snake_case, kebab-case or CamelCase identifier, in lower case."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", identifier)
    return re.findall(r"[a-z]+", spaced.lower())


def table_names(metadata: MetaData) -> Iterator[Named]:
    """Yield tables and columns; a number about a person is named as a score."""
    for table in metadata.tables.values():
        yield Named("table", table.name)
        about_person = table.name == "person" or table.name.startswith("person_")
        for column in table.columns:
            yield Named(f"column of {table.name}", column.name)
            measures = isinstance(column.type, Integer | Numeric | Float)
            if about_person and measures and column.name not in PLAIN_NUMBERS:
                yield Named(f"number on a person: {table.name}.{column.name}", "score")


def source_names(path: Path) -> Iterator[Named]:
    """Yield what a Python file names and says: classes, functions, fields, members, strings.

    Docstrings and comments may speak of what is not built, so they are not read.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings: set[int] = set()
    for node in ast.walk(tree):  # from above: a docstring comes before its words
        if not isinstance(node, ast.stmt | ast.Constant):
            continue
        place = f"{path.name}:{node.lineno}"
        match node:
            case ast.Expr(value=ast.Constant() as words):
                docstrings.add(id(words))
            case ast.ClassDef(name=name, body=body):
                yield Named(place, f"{path.stem}.{name}")
                yield from (Named(place, f"{name}.{field}") for field in _fields(body))
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield Named(place, f"{path.stem}.{name}")
            case ast.Constant(value=str(text)) if id(node) not in docstrings:
                yield Named(place, text)


def _fields(body: list[ast.stmt]) -> Iterator[str]:
    for statement in body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))


def text_names(path: Path) -> Iterator[Named]:
    """Yield the identifiers and Chinese phrases of a data or SQL file, SQL comments left out."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".sql":
        text = re.sub(r"--.*", "", re.sub(r"(?s)/\*.*?\*/", "", text))
    for number, line in enumerate(text.splitlines(), start=1):
        place = f"{path.name}:{number}"
        yield from (Named(place, word) for word in re.findall(r"[A-Za-z_][A-Za-z0-9_-]+", line))
        if re.search(r"[\u4e00-\u9fff]", line):
            yield Named(place, line.strip())


def counts_per_person(text: str) -> list[str]:
    """Return the queries that group by a person: visits are counted per matter, never per person.

    A person's own rows may be listed; only sums by person make a ranking possible.
    """
    return re.findall(r"(?is)group[_ ]by\b[^;\n]{0,80}?\bperson\w*(?:\.\w+)?", text)


def denied_dependencies(names: Iterable[str]) -> list[str]:
    """Return the dependencies whose purpose is forbidden."""
    return [name for name in names if DENIED_DEPENDENCIES.search(name.lower())]
