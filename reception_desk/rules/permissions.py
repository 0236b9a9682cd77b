"""Who may do what at the desk: one action, the roles that hold it, nothing implied.

Least privilege: administrators keep the machine and see no case; auditors read the audit only;
no one holds both (三员分立). What a role may see is further limited by the unit's stream, and
accusations (检举控告, 条例 Art. 30) need the role made for them. What visitors do by themselves, at
the kiosk or on their own screen, has a role that no account holds.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum, auto
from types import MappingProxyType

from reception_desk.errors import InvalidInputError, NotPermittedError


class Role(StrEnum):
    """A role held by an account; `label` is its Chinese name."""

    GUIDE = auto()
    RECEPTIONIST = auto()
    SECTION = auto()
    BUREAU_LEADER = auto()
    COUNTY_LEADER = auto()
    UNIT = auto()
    ACCUSATION_CLERK = auto()
    AUDITOR = auto()
    ADMINISTRATOR = auto()
    VISITOR = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.GUIDE: "导访",
    Role.RECEPTIONIST: "接访员",
    Role.SECTION: "科室",
    Role.BUREAU_LEADER: "局领导",
    Role.COUNTY_LEADER: "县领导",
    Role.UNIT: "责任单位",
    Role.ACCUSATION_CLERK: "检举控告经办",
    Role.AUDITOR: "审计",
    Role.ADMINISTRATOR: "系统管理",
    Role.VISITOR: "来访人（自助）",
}
STAFF_ROLES = tuple(role for role in Role if role is not Role.VISITOR)
"""The roles that an account may hold."""


class Action(StrEnum):
    """An act at the desk that is checked and, where it touches a person, audited."""

    ISSUE_TICKET = auto()
    CALL_TICKET = auto()
    VIEW_HALL = auto()
    GUIDE_VISITORS = auto()
    ASK_BY_CODE = auto()
    EVALUATE = auto()
    VIEW_EVALUATIONS = auto()
    REGISTER_VISIT = auto()
    EDIT_VISIT = auto()
    SEARCH_PERSONS = auto()
    VIEW_PERSON = auto()
    MERGE_PERSONS = auto()
    UNMASK_FIELD = auto()
    VIEW_MATTER = auto()
    VIEW_ACCUSATION = auto()
    RECORD_STEP = auto()
    RECORD_FOR_UNIT = auto()
    GUIDE_TO_LEGAL_ROUTE = auto()
    PROPOSE_ROUTE = auto()
    APPROVE_ROUTE = auto()
    FORWARD_ACCUSATION = auto()
    REPORT_URGENT = auto()
    SUPERVISE_MATTER = auto()
    RECEIVE_TRANSFER = auto()
    OBJECT_TO_TRANSFER = auto()
    SETTLE_OBJECTION = auto()
    ACCEPT_MATTER = auto()
    EXTEND_MATTER = auto()
    ISSUE_OPINION = auto()
    DECIDE_REVIEW = auto()
    RECORD_SERVICE = auto()
    CLOSE_MATTER = auto()
    SCAN_PAGE = auto()
    VOID_PAGE = auto()
    PRINT_DOCUMENT = auto()
    REPRINT_DOCUMENT = auto()
    ISSUE_NUMBER = auto()
    VOID_RECORD = auto()
    REQUEST_ERASURE = auto()
    CONFIRM_ERASURE = auto()
    PLAN_LEADER_DAY = auto()
    BOOK_LEADER_DAY = auto()
    WRITE_INSTRUCTION = auto()
    KEEP_UNDERTAKING = auto()
    REPORT_UNDERTAKING = auto()
    NAME_JOINT_UNITS = auto()
    NOTE_LETTER_READING = auto()
    PLAN_ADVISERS = auto()
    LOG_ADVICE = auto()
    VIEW_ADVICE = auto()
    HOLD_VIDEO_SESSION = auto()
    ARCHIVE_VIDEO_SESSION = auto()
    VIEW_RECORDING = auto()
    KEEP_RECORDING = auto()
    REQUEST_DISPOSAL = auto()
    APPROVE_DISPOSAL = auto()
    REPORT_PROMISE = auto()
    CLOSE_PROMISE = auto()
    SETTLE_CONFLICT = auto()
    VIEW_STATISTICS = auto()
    EXPORT_DATA = auto()
    APPROVE_EXPORT = auto()
    VIEW_AUDIT = auto()
    EXPORT_AUDIT = auto()
    MANAGE_ACCOUNTS = auto()
    EDIT_UNITS = auto()
    EDIT_CALENDAR = auto()
    EDIT_CODE_LISTS = auto()
    EDIT_SETTINGS = auto()
    VIEW_SYNC = auto()
    BACK_UP = auto()

    @property
    def label(self) -> str:
        """Chinese name, as it stands in refusals and in the audit."""
        return _ACTIONS[self][0]

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that hold the action."""
        return _ACTIONS[self][1]


_HALL = "guide receptionist section"
_DESK = "receptionist section"
_CASE = "receptionist section bureau_leader unit"
_BUREAU = "section bureau_leader"

_TABLE = (
    (Action.ISSUE_TICKET, "取号", "guide receptionist visitor"),
    (Action.CALL_TICKET, "叫号", "guide receptionist"),
    (Action.VIEW_HALL, "查看大厅排队情况", f"{_HALL} bureau_leader"),
    (Action.GUIDE_VISITORS, "导访", "guide"),
    (Action.ASK_BY_CODE, "凭查询码查询", "visitor"),
    (Action.EVALUATE, "评价", "visitor"),
    (Action.VIEW_EVALUATIONS, "查看评价统计", "bureau_leader"),
    (Action.REGISTER_VISIT, "登记来访", _DESK),
    (Action.EDIT_VISIT, "修改登记", f"{_DESK} accusation_clerk"),
    (Action.SEARCH_PERSONS, "查找信访人", _DESK),
    (Action.VIEW_PERSON, "查看信访人", f"{_CASE} accusation_clerk"),
    (Action.MERGE_PERSONS, "合并信访人", _DESK),
    (Action.UNMASK_FIELD, "显示隐去的内容", f"{_CASE} accusation_clerk"),
    (Action.VIEW_MATTER, "查看信访事项", f"{_CASE} county_leader"),
    (Action.VIEW_ACCUSATION, "查看检举控告", "accusation_clerk"),
    (Action.RECORD_STEP, "记录办理步骤", "receptionist section unit"),
    (Action.RECORD_FOR_UNIT, "按责任单位来文记录", "section"),
    (Action.GUIDE_TO_LEGAL_ROUTE, "引导法定途径", _DESK),
    (Action.PROPOSE_ROUTE, "拟办", _DESK),
    (Action.APPROVE_ROUTE, "审批去向", "bureau_leader"),
    (Action.FORWARD_ACCUSATION, "转送检举控告", "accusation_clerk"),
    (Action.REPORT_URGENT, "紧急报告", "bureau_leader"),
    (Action.SUPERVISE_MATTER, "督办", _BUREAU),
    (Action.RECEIVE_TRANSFER, "签收转送交办", "unit"),
    (Action.OBJECT_TO_TRANSFER, "提出异议", "unit"),
    (Action.SETTLE_OBJECTION, "审核异议", _BUREAU),
    (Action.ACCEPT_MATTER, "受理", "unit"),
    (Action.EXTEND_MATTER, "延期", "unit"),
    (Action.ISSUE_OPINION, "出具处理意见", "unit"),
    (Action.DECIDE_REVIEW, "复查复核", "section"),
    (Action.RECORD_SERVICE, "登记送达", "section unit"),
    (Action.CLOSE_MATTER, "办结", "section"),
    (Action.SCAN_PAGE, "扫描材料", f"{_DESK} unit accusation_clerk"),
    (Action.VOID_PAGE, "作废扫描页", f"{_DESK} unit accusation_clerk"),
    (Action.PRINT_DOCUMENT, "打印文书", f"{_DESK} unit accusation_clerk"),
    (Action.REPRINT_DOCUMENT, "补打文书", f"{_DESK} unit accusation_clerk"),
    (Action.ISSUE_NUMBER, "编发文号", f"{_DESK} unit accusation_clerk"),
    (Action.VOID_RECORD, "作废记录", _BUREAU),
    (Action.REQUEST_ERASURE, "提出依法删除", "section accusation_clerk"),
    (Action.CONFIRM_ERASURE, "批准依法删除", "bureau_leader"),
    (Action.PLAN_LEADER_DAY, "安排领导接访日", _BUREAU),
    (Action.BOOK_LEADER_DAY, "预约领导接访", _HALL),
    (Action.WRITE_INSTRUCTION, "领导批办", "bureau_leader county_leader"),
    (Action.KEEP_UNDERTAKING, "登记领导包案", _BUREAU),
    (Action.REPORT_UNDERTAKING, "反馈领导包案", f"{_DESK} bureau_leader unit"),
    (Action.NAME_JOINT_UNITS, "确定主办协办单位", _BUREAU),
    (Action.NOTE_LETTER_READING, "登记来信阅批", f"{_DESK} bureau_leader accusation_clerk"),
    (Action.PLAN_ADVISERS, "安排律师、调解员值班", _BUREAU),
    (Action.LOG_ADVICE, "登记律师、调解员的意见", f"{_DESK} accusation_clerk"),
    (Action.VIEW_ADVICE, "查看律师、调解员的意见", f"{_DESK} bureau_leader accusation_clerk"),
    (Action.HOLD_VIDEO_SESSION, "视频接访", f"{_DESK} accusation_clerk"),
    (Action.ARCHIVE_VIDEO_SESSION, "视频接访归档", "section accusation_clerk"),
    (Action.VIEW_RECORDING, "查阅录音录像", f"{_CASE} accusation_clerk"),
    (Action.KEEP_RECORDING, "保管录音录像", "section accusation_clerk"),
    (Action.REQUEST_DISPOSAL, "提出销毁录音录像", "section accusation_clerk"),
    (Action.APPROVE_DISPOSAL, "批准销毁录音录像", "bureau_leader"),
    (Action.REPORT_PROMISE, "反馈承诺事项", f"{_DESK} unit accusation_clerk"),
    (Action.CLOSE_PROMISE, "承诺事项销号", f"{_BUREAU} accusation_clerk"),
    (Action.SETTLE_CONFLICT, "处理数据冲突", _DESK),
    (Action.VIEW_STATISTICS, "查看统计", f"{_CASE} county_leader"),
    (Action.EXPORT_DATA, "导出数据", _BUREAU),
    (Action.APPROVE_EXPORT, "批准导出", "bureau_leader"),
    (Action.VIEW_AUDIT, "查看审计记录", "auditor"),
    (Action.EXPORT_AUDIT, "导出审计记录", "auditor"),
    (Action.MANAGE_ACCOUNTS, "管理账号", "administrator"),
    (Action.EDIT_UNITS, "维护单位", "administrator"),
    (Action.EDIT_CALENDAR, "维护工作日历", "section administrator"),
    (Action.EDIT_CODE_LISTS, "维护代码表", "administrator"),
    (Action.EDIT_SETTINGS, "修改设置", "administrator"),
    (Action.VIEW_SYNC, "查看同步情况", f"{_DESK} administrator"),
    (Action.BACK_UP, "备份", "administrator"),
)

_ACTIONS: Mapping[Action, tuple[str, frozenset[Role]]] = MappingProxyType(
    {action: (label, frozenset(map(Role, roles.split()))) for action, label, roles in _TABLE}
)
_CASE_ROLES = frozenset(Role) - {Role.AUDITOR, Role.ADMINISTRATOR}


def may(roles: Iterable[Role], action: Action) -> bool:
    """Tell whether one of the roles holds the action."""
    return not action.roles.isdisjoint(roles)


def require(roles: Iterable[Role], action: Action) -> None:
    """Raise `NotPermittedError` unless one of the roles holds the action."""
    if not may(roles, action):
        holders = "、".join(role.label for role in Role if role in action.roles)
        raise NotPermittedError(
            f"您的岗位没有“{action.label}”权限。", advice=f"请找有此权限的人员：{holders}。"
        )


def check_roles(roles: Iterable[Role]) -> None:
    """Raise `InvalidInputError` when one account would hold roles that must be apart.

    The administrator keeps the accounts, the auditor watches what is done with them, the others
    work on cases; whoever could do two of these could act and leave no witness.
    """
    held = frozenset(roles)
    if Role.VISITOR in held:
        raise InvalidInputError("来访人自助不是工作岗位。", advice="请选择工作人员的岗位。")
    apart = [held & {Role.ADMINISTRATOR}, held & {Role.AUDITOR}, held & _CASE_ROLES]
    if sum(bool(part) for part in apart) > 1:
        raise InvalidInputError(
            "系统管理、审计、业务三类岗位不能由同一账号兼任。", advice="请分别设立账号。"
        )
