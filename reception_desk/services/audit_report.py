"""The audit in words, for the auditor's export: who did what, when, at which window, and why.

It names accounts and keys of records, never a visitor: what a person said stands in the records.
"""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from reception_desk.models import Database
from reception_desk.models.audit import AuditEntry
from reception_desk.models.organisation import Account, Desk
from reception_desk.records.actor import Actor
from reception_desk.rules.permissions import Action, Role
from reception_desk.services import audit
from reception_desk.services.permissions import require
from reception_desk.services.self_service import VISITOR_ID

ACTION_WORDS = {
    "add_administrator": "命令行增加系统管理账号",
    "add_participant": "登记视频接访参加人",
    "approve_export": "批准导出",
    "ask_attendance": "通知单位到场",
    "ask_by_code": "凭查询码查询",
    "change_account": "修改账号",
    "book_leader_day": "预约领导接访",
    "change_leader_day": "变动领导接访日",
    "change_password": "修改密码",
    "change_series": "修改编号规则",
    "close_account": "停用账号",
    "complete_visit": "补充登记",
    "confirm_erasure": "批准依法删除",
    "correct_visit": "更正登记",
    "create_account": "新建账号",
    "decline_erasure": "不批准依法删除",
    "edit_calendar": "修改工作日历",
    "edit_leaders": "维护接访领导名单",
    "edit_resources": "维护视频接访室和线路",
    "edit_settings": "修改设置",
    "evaluate": "来访人评价",
    "export": "导出",
    "file_paper": "材料归档",
    "instruct": "登记领导批示",
    "issue_paper": "制作文书",
    "log_advice": "登记律师、调解员的意见",
    "keep_signature": "保存手写签名",
    "keep_recording": "保管录音录像",
    "make_promise": "登记承诺",
    "name_joint_units": "确定主办协办单位",
    "note_letter_reading": "登记来信阅批",
    "note_advice": "记录法定途径助手的建议",
    "plan_advisers": "安排律师、调解员值班",
    "plan_hearing": "安排听证",
    "plan_leader_days": "安排领导接访日",
    "print_document": "打印文书",
    "print_separator": "打印分隔页",
    "record_consent": "登记录音录像的意见",
    "record_service": "登记送达",
    "register_recording": "登记录音录像",
    "register_letter": "登记来信",
    "register_visit": "登记来访",
    "remove_participant": "去掉视频接访参加人",
    "report_promise": "反馈承诺",
    "report_undertaking": "登记包案的变动",
    "reprint_document": "补打文书",
    "request_erasure": "提出依法删除",
    "reset_password": "重设密码",
    "return_paper": "退还原件",
    "scan_page": "扫描材料",
    "send_refused_again": "重新发送中心退回的改动",
    "session_step": "视频接访步骤",
    "set_number": "文书改用正式文号",
    "settle_conflict": "裁定冲突",
    "settle_tickets": "结清号票",
    "sign_in": "登录",
    "sign_in_refused": "登录未成功",
    "take_return_back": "撤销退还原件",
    "take_step": "办理步骤",
    "undertake": "登记领导包案",
    "view_advice": "查看律师、调解员的意见",
    "view_conflict": "查看冲突",
    "view_matter": "查看信访事项",
    "view_matters": "查看既往事项",
    "view_person": "查看信访人",
    "view_recording": "查阅、复制、导出录音录像",
    "view_scan": "查看材料",
    "view_similar_matters": "查看相似事项",
    "view_visit": "查看来访",
    "view_visits": "查看某人的来访",
    "void_paper": "作废文书",
    "write_note": "写视频接访记录",
}
TABLE_WORDS = {
    "adviser_shift": "值班律师、调解员的班次",
    "account": "账号",
    "calendar_day": "工作日历",
    "document": "文书",
    "evaluation": "评价",
    "export": "导出文件",
    "filed_paper": "归档材料",
    "instruction_ink": "领导手写批示",
    "leader": "接访领导",
    "leader_booking": "领导接访预约",
    "leader_day_rule": "领导接访的安排",
    "leader_instruction": "领导批示",
    "letter": "来信",
    "matter": "信访事项",
    "number_series": "编号规则",
    "person": "信访人",
    "promise": "承诺事项",
    "reception_day": "领导接访日",
    "reception_day_event": "领导接访日的变动",
    "reception_day_unit": "单位到场通知",
    "recording": "录音录像",
    "scanned_page": "扫描页",
    "session_resource": "视频接访室和线路",
    "signature": "手写签名",
    "ticket": "号票",
    "undertaking": "领导包案",
    "video_session": "视频接访",
    "visit": "来访",
}


def count_entries(database: Database, actor: Actor) -> int:
    """Return how many entries of all windows this file holds."""
    require(actor, Action.EXPORT_AUDIT)
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def entries(database: Database, actor: Actor) -> Iterator[tuple[Any, ...]]:
    """Yield window, position, time, who, what, on what, its key, reason, detail, check value.

    One snapshot in the order of each window's chain, read in pages of a thousand.
    """
    require(actor, Action.EXPORT_AUDIT)
    zone = ZoneInfo(actor.desk.zone)
    with database.read() as session:
        desks = {row.id: row.name for row in session.execute(select(Desk.id, Desk.name))}
        staff = {
            row.id: f"{row.display_name}（{row.login}）"
            for row in session.execute(select(Account.id, Account.display_name, Account.login))
        }
        staff[VISITOR_ID] = Role.VISITOR.label
        found = session.execute(
            select(
                AuditEntry.desk_id,
                AuditEntry.position,
                AuditEntry.occurred_at,
                AuditEntry.created_by,
                AuditEntry.action,
                AuditEntry.subject_table,
                AuditEntry.subject_id,
                AuditEntry.reason,
                AuditEntry.detail,
                AuditEntry.entry_hash,
            )
            .order_by(AuditEntry.desk_id, AuditEntry.position)
            .execution_options(yield_per=1000)
        )
        for row in found:
            yield (
                desks.get(row.desk_id, row.desk_id),
                row.position,
                f"{row.occurred_at.astimezone(zone):%Y-%m-%d %H:%M:%S}",
                staff.get(row.created_by, row.created_by or "未登录"),
                ACTION_WORDS.get(row.action, row.action),
                TABLE_WORDS.get(row.subject_table or "", row.subject_table),
                row.subject_id,
                row.reason,
                row.detail,
                row.entry_hash,
            )


def verdict(database: Database, actor: Actor) -> str:
    """Verify every chain and return the outcome as it stands above the export."""
    breaks = audit.verify(database, actor)
    return f"校验：发现 {len(breaks)} 处不相连" if breaks else "校验：各窗口记录完整"
