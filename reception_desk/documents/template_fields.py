"""The `[fields]` of a template file: name, label, type, example."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from reception_desk.documents.fields import Field, FieldType, check
from reception_desk.documents.template_source import Source
from reception_desk.errors import DocumentError

_KEYS = {
    "label": str, "type": str, "optional": bool, "options": dict, "columns": dict, "most": int,
}  # fmt: skip
_NEEDS = {
    FieldType.CHOICE: "options",
    FieldType.CHOICES: "options",
    FieldType.ROWS: "columns",
    FieldType.RECORD: "columns",
}


def read_fields(source: Source, values: Any) -> dict[str, Field]:
    """Return the declared fields; raises `TemplateError`."""
    if not isinstance(values, dict):
        raise source.wrong_key("[fields] 应为一组项目", "fields")
    return {name: _field(source, name, value) for name, value in values.items()}


def agree(source: Source, own: Mapping[str, Field], contract: Mapping[str, Field]) -> None:
    """Raise `TemplateError` where an office's file declares other data than the shipped one."""
    for name, one in own.items():
        if name not in contract:
            raise source.wrong_key(f"自带的模板没有“{name}”这一项", name, "fields")
        if _demand(one) != _demand(contract[name]):
            what = f"“{name}”的类型、选项、列或是否必填与自带的模板不同"
            raise source.wrong_key(what, name, "fields")


def _demand(one: Field) -> tuple[object, ...]:
    """Return what a field asks of the data; label, words of options and example do not."""
    return one.type, one.is_optional, one.most, list(one.options), list(one.columns)


def _field(source: Source, name: str, value: Any) -> Field:
    if not re.fullmatch("[a-z_]+", name):
        raise source.wrong_key(f"项目名“{name}”只能用小写英文字母和下划线", name, "fields")
    if not isinstance(value, dict):
        raise source.wrong_key(f"“{name}”应为 {{ label = …, example = … }}", name, "fields")
    for key, given in value.items():
        if key == "example":
            continue
        if key not in _KEYS:
            raise source.wrong_key(f"“{name}”没有“{key}”这个属性", name, "fields")
        words = given.values() if isinstance(given, dict) else ()
        if type(given) is not _KEYS[key] or not all(isinstance(word, str) for word in words):
            raise source.wrong_key(f"“{name}”的“{key}”类型不对", name, "fields")
    if "label" not in value:
        raise source.wrong_key(f"“{name}”没有名称（label）", name, "fields")
    one = Field(
        name,
        value["label"],
        _type(source, name, value.get("type", FieldType.TEXT.value)),
        is_optional=value.get("optional", False),
        options=value.get("options", {}),
        columns=value.get("columns", {}),
        most=value.get("most", 0),
        example=_plain(value.get("example", "")),
    )
    _check_field(source, one)
    return one


def _type(source: Source, name: str, given: str) -> FieldType:
    if given not in set(FieldType):
        known = "、".join(FieldType)
        raise source.wrong_key(f"“{name}”的类型“{given}”不可用，可用的有：{known}", name, "fields")
    return FieldType(given)


def _check_field(source: Source, one: Field) -> None:
    needed = _NEEDS.get(one.type)
    has = {"options": bool(one.options), "columns": bool(one.columns)}
    for key, is_there in has.items():
        if is_there != (key == needed):
            word = "缺少" if not is_there else "不应有"
            raise source.wrong_key(f"“{one.name}”{word}“{key}”", one.name, "fields")
    try:
        check(one.label, {one.name: one}, {one.name: one.example})
    except DocumentError as error:
        what = f"“{one.name}”的示例（example）不可用：{error.message.rstrip('。')}"
        raise source.wrong_key(what, one.name, "fields") from error


def _plain(value: Any) -> Any:
    """Return an example as JSON has it: days and moments as text."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return value
