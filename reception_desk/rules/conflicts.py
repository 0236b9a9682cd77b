"""Which fields a person judges when two desks changed them at once, and which settle themselves.

The sync keeps the later change of a field and records the clash. A person is asked only where
both values were written by people and either may be the true one; for everything else the later
change stands, for a reason that is named here. A field nobody has thought of is judged.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from reception_desk.records.scan_batches import PaperKind
from reception_desk.records.visit import Channel, PersonRole
from reception_desk.rules import codes
from reception_desk.rules.codes import CodeListName


@dataclass(frozen=True, slots=True)
class JudgedField:
    """A field that a person judges, and where its codes find their words."""

    label: str
    codes: CodeListName | None = None
    words: Mapping[str, str] = field(default_factory=dict[str, str])

    def said(self, value: str) -> str:
        """Return a stored text as the clerk reads it."""
        if self.codes is not None:
            return codes.name(self.codes, value)
        return self.words.get(value, value)


TABLE_NOUNS: Mapping[str, str] = MappingProxyType(
    {
        "account": "账号",
        "account_role": "账号的岗位",
        "advice": "律师、调解员的意见",
        "adviser": "值班律师、调解员",
        "adviser_shift": "值班律师、调解员的班次",
        "audit_entry": "审计记录",
        "calendar_day": "工作日历",
        "conflict_settlement": "冲突的处理结果",
        "correction": "更正记录",
        "desk": "窗口",
        "document": "文书",
        "erase_decision": "依法删除的决定",
        "erase_order": "依法删除的申请",
        "erased_row": "已依法删除的记录",
        "evaluation": "评价",
        "evaluation_use": "评价的使用",
        "filed_paper": "归档材料",
        "instruction_ink": "领导手写批示",
        "hearing_plan": "听证的安排",
        "leader": "接访领导",
        "leader_booking": "领导接访预约",
        "leader_booking_event": "领导接访预约的变动",
        "leader_day_rule": "领导接访的安排",
        "leader_instruction": "领导批示",
        "letter": "来信",
        "letter_reading": "来信的阅批",
        "link_time": "线路时段",
        "material": "材料清单",
        "number_request": "编号申请",
        "number_series": "编号规则",
        "matter": "信访事项",
        "matter_trait": "事项的三跨三分离情形",
        "matter_unit": "事项的主办协办单位",
        "page_text": "页的文字",
        "person": "信访人",
        "print_event": "打印记录",
        "promise": "承诺事项",
        "promise_report": "承诺事项的反馈",
        "reception_day": "领导接访日",
        "reception_day_event": "领导接访日的变动",
        "reception_day_unit": "单位到场通知",
        "recording": "录音录像",
        "recording_act": "录音录像的保管记录",
        "recording_answer": "录音录像的同意",
        "scanned_document": "扫描材料",
        "scanned_page": "扫描页",
        "service_record": "送达记录",
        "session_event": "视频接访的步骤",
        "session_note": "视频接访的记录",
        "session_participant": "视频接访的参加人",
        "session_resource": "视频接访室和线路",
        "signature": "手写签名",
        "step": "办理步骤",
        "ticket": "号票",
        "ticket_event": "叫号记录",
        "undertaking": "领导包案",
        "undertaking_event": "领导包案的变动",
        "unit": "单位",
        "video_session": "视频接访",
        "visit": "来访登记",
        "visit_matter": "来访与事项的联系",
        "visit_need": "来访人的需要",
        "visit_person": "来访人",
    }
)
"""What the clerk calls the rows of a synced table."""

_LISTS = CodeListName
_CHANNELS = {
    Channel.WALK_IN.value: "现场",
    Channel.APPOINTMENT.value: "预约",
    Channel.LEADER_DAY.value: "领导接访",
    Channel.VIDEO.value: "视频接访",
    Channel.LETTER.value: "来信",
}
_JUDGED: Mapping[str, Mapping[str, JudgedField]] = {
    "visit": {
        "number": JudgedField("来访编号重复"),
        "arrived_at": JudgedField("来访时间"),
        "form": JudgedField("信访形式", _LISTS.VISIT_FORM),
        "channel": JudgedField("来访途径", words=_CHANNELS),
        "head_count": JudgedField("来访人数"),
        "claim": JudgedField("诉求"),
        "facts": JudgedField("事实与理由"),
        "purpose": JudgedField("信访目的", _LISTS.PURPOSE),
        "matter_class": JudgedField("事项类别", _LISTS.MATTER_CLASS),
        "category": JudgedField("内容分类", _LISTS.CATEGORY),
        "place_code": JudgedField("问题属地", _LISTS.DIVISION),
        "respondent": JudgedField("被反映方"),
        "earlier_handling": JudgedField("此前办理"),
        "is_oral": JudgedField("口头陈述"),
        "outcome": JudgedField("接访结果", _LISTS.RECEPTION_RESULT),
        "outcome_note": JudgedField("说明"),
        "target_unit_id": JudgedField("去向单位"),
        "privacy_notice": JudgedField("个人信息处理告知"),
        "is_anonymous": JudgedField("匿名"),
        "is_unclear": JudgedField("地址不清"),
        "delivery_way": JudgedField("送达方式", _LISTS.DELIVERY_WAY),
        "delivery_address": JudgedField("送达地址"),
    },
    "person": {
        "name": JudgedField("姓名"),
        "sex": JudgedField("性别", _LISTS.SEX),
        "nation": JudgedField("民族", _LISTS.NATION),
        "birth_date": JudgedField("出生日期"),
        "document_type": JudgedField("证件类型", _LISTS.DOCUMENT_TYPE),
        "document_number": JudgedField("证件号码"),
        "document_valid_until": JudgedField("证件有效期"),
        "phone": JudgedField("联系电话"),
        "address": JudgedField("住址"),
        "division_code": JudgedField("住址所在地", _LISTS.DIVISION),
        "occupation": JudgedField("职业", _LISTS.OCCUPATION),
        "workplace": JudgedField("工作单位"),
        "organisation_name": JudgedField("单位名称"),
    },
    "matter": {
        "title": JudgedField("事项名称"),
        "matter_class": JudgedField("事项类别", _LISTS.MATTER_CLASS),
        "purpose": JudgedField("信访目的", _LISTS.PURPOSE),
        "category": JudgedField("内容分类", _LISTS.CATEGORY),
        "place_code": JudgedField("问题属地", _LISTS.DIVISION),
    },
    "material": {
        "name": JudgedField("材料名称"),
        "pages": JudgedField("页数"),
        "copies": JudgedField("份数"),
        "is_original": JudgedField("原件"),
    },
    "visit_person": {
        "role": JudgedField("身份", words={role.value: role.label for role in PersonRole})
    },
    "visit_need": {"need": JudgedField("需要", _LISTS.CARE_NEED)},
    "visit_matter": {
        "relation": JudgedField("初访或重访", words={"first": "初访", "repeat": "重访"})
    },
    "scanned_document": {"title": JudgedField("扫描材料名称")},
    "session_participant": {
        "name": JudgedField("参加人姓名"),
        "unit": JudgedField("参加人单位"),
        "post": JudgedField("参加人职务"),
    },
    "filed_paper": {
        "kind": JudgedField("材料种类", words={kind.value: kind.label for kind in PaperKind}),
        "is_original": JudgedField("原件"),
        "is_to_return": JudgedField("需退还"),
    },
    "document": {"title": JudgedField("文书名称"), "number": JudgedField("文号重复")},
    "calendar_day": {
        "is_working": JudgedField("是否上班"),
        "status": JudgedField("日期性质"),
        "note": JudgedField("备注"),
        "source": JudgedField("依据"),
    },
}

_MAKING = "登记这一行时由程序写下，不由人改"
_OFFICE = "单位、窗口、账号、视频接访室和线路、领导接访和律师值班的安排由办公室维护，随时可以改正"
_LATER: Mapping[str, str] = {
    "stream": _MAKING,
    "desk_id": _MAKING,
    "created_at": _MAKING,
    "created_by": _MAKING,
    "position": "只是排列次序，后排的为准",
    "voided_at": "两边都作废了，作废本身没有分歧",
    "voided_by": "两边都作废了，作废本身没有分歧",
    "void_reason": "两边都作废了，作废本身没有分歧",
}
_LATER_OF: Mapping[str, Mapping[str, str]] = {
    "visit": {
        "unit_id": _MAKING,
        "provisional_number": _MAKING,
        "query_code": _MAKING,
        "received_at": "办理中的时刻，以后一次为准",
        "ended_at": "办理中的时刻，以后一次为准",
        "read_back_at": "办理中的时刻，以后一次为准",
        "zone": _MAKING,
        "window": _MAKING,
        "received_by": _MAKING,
        "to_complete": "由诉求是否写全得出",
        "summary": "由诉求得出",
    },
    "visit_person": {"visit_id": _MAKING, "person_id": "合并信访人时改写，以后一次为准"},
    "visit_need": {"visit_id": _MAKING},
    "visit_matter": {"visit_id": _MAKING, "matter_id": _MAKING},
    "material": {"visit_id": _MAKING, "returned_at": "退还的时刻，以后一次为准"},
    "matter": {"registered_at": _MAKING},
    "matter_trait": dict.fromkeys(("matter_id", "trait"), _MAKING),
    "matter_unit": dict.fromkeys(("matter_id", "unit_id", "part"), _MAKING),
    "scanned_document": {"visit_id": _MAKING},
    "scanned_page": dict.fromkeys(
        (
            "scanned_document_id",
            "sha256",
            "media_type",
            "size",
            "width",
            "height",
            "resolution",
            "is_partial",
            "source",
        ),
        "扫描所得，不由人改",
    ),
    "filed_paper": {
        **dict.fromkeys(("scanned_document_id", "page_count", "sha256", "size"), _MAKING),
        "returned_at": "退还的时刻，以后一次为准",
    },
    "document": dict.fromkeys(
        ("visit_id", "matter_id", "kind", "later_kind", "content", "paper", "sha256", "size"),
        "制作文书时写下，不由人改",
    )
    | {"is_stale": "由登记内容是否改过得出"},
    "calendar_day": {"day": _MAKING},
    "reception_day": dict.fromkeys(
        ("day", "starts_at", "ends_at", "leader_id", "place", "rule_id", "moved_from"), _MAKING
    ),
    "session_participant": dict.fromkeys(
        ("session_id", "side", "role", "visit_person_id", "account_id"), _MAKING
    ),
}
_OFFICE_TABLES = frozenset(
    {
        "unit", "desk", "account", "account_role", "number_series", "session_resource",
        "link_time", "leader", "leader_day_rule",
        "adviser", "adviser_shift",
    }
)  # fmt: skip


def judged_field(table: str, column: str) -> JudgedField | None:
    """Return how a field is judged; None when the later change stands."""
    if reason_to_stand(table, column):
        return None
    return _JUDGED.get(table, {}).get(column) or JudgedField(column)


def reason_to_stand(table: str, column: str) -> str:
    """Return why the later change of a field stands without a person; empty when one is asked."""
    if table in _OFFICE_TABLES:
        return _OFFICE
    return _LATER.get(column) or _LATER_OF.get(table, {}).get(column, "")


def is_thought_of(table: str, column: str) -> bool:
    """Say whether the tables above name a field, so that no clerk meets a column's bare name."""
    return bool(reason_to_stand(table, column)) or column in _JUDGED.get(table, {})


def judged_fields() -> Iterator[tuple[str, str]]:
    """Yield (table, column) of every field that a person judges."""
    for table, fields in _JUDGED.items():
        for column in fields:
            yield table, column


def table_noun(table: str) -> str:
    """Return what the clerk calls a row of a table."""
    return TABLE_NOUNS.get(table, "记录")
