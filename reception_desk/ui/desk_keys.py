"""The keys of the whole desk, and the words that explain them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

GENERAL_HELP = (
    ("F1", "本页按键"),
    ("F3", "查找信访人和来访"),
    ("Ctrl+L", "锁定屏幕，隐去姓名"),
    ("Tab / Shift+Tab", "下一项 / 上一项"),
    ("Enter", "到下一个输入框，不会提交"),
)
PAGE_HELP = {
    "reception": (
        ("F2", "登记新的来访人"),
        ("F4", "叫下一号；叫过以后：到了，开始接待"),
        ("Shift+F4 / F6 / F7", "重呼 / 暂离 / 过号"),
        ("Ctrl+Enter", "登记并打印回执；更正时保存"),
        ("Esc", "离开更正，不作改动"),
        ("Ctrl+Z", "撤销上一次更正；文字框内先撤销文字"),
        ("Ctrl+G", "添加同来的人"),
        ("Ctrl+J", "请来访人看告知、核对记录；再按收起"),
        ("Ctrl+R", "法定途径助手：数字键回答，退格键退回，Enter 采纳"),
        ("Ctrl+1 … Ctrl+6", "切换到第几位来访人"),
        ("F5", "补打上一份文书"),
        ("Ctrl+M", "打开已登记来访的事项"),
        ("F8", "办完，关闭已登记的来访人"),
    ),
    "guidance": (),
    "calling": (
        ("Alt+1 / Alt+2 / Alt+3", "排队 / 统计 / 评价（局领导）"),
        ("F4", "叫下一号；叫过以后：到了，开始接待"),
        ("Shift+F4", "重呼"),
        ("F7", "过号，叫过几个号以后回到原来的位置"),
        ("F6", "暂离；再按一次请回来"),
        ("F8", "接待完毕"),
        ("R / T", "退回等候 / 转到另一个窗口"),
        ("F2", "为本窗口的号码登记来访"),
        ("Ctrl+T，再按 Enter", "取一个号；H 勾选需要协助"),
        ("↑ ↓", "上一个 / 下一个等候的号码"),
        ("Enter", "叫所选的号"),
        ("W / H / L", "所选的号：到窗接待 / 需要协助 / 离开"),
    ),
    "scanning": (
        ("1 … 6", "申请书、身份证明、证据、委托书、判决、其他"),
        ("7 / 8", "原件或复印件 / 需退还"),
        ("9", "看这一页认出的全文"),
        ("0", "下一个扫描方案"),
        ("F4 / F6", "扫描 / 重扫这一页；接高拍仪时打开画面，再按 F4 结束"),
        ("空格 或 Enter", "高拍仪画面中立即拍一页"),
        ("F7 / Shift+F7", "顺时针 / 逆时针旋转"),
        ("F9 或 Delete", "移除或恢复这一页"),
        ("F10 / F11", "从此页拆分 / 并入上一份"),
        ("F12", "裁边或不裁边"),
        ("C", "手动裁边：Tab 换角，方向键移动，Enter 应用，退格改回自动"),
        ("Alt+↑ / Alt+↓", "把这一页前移 / 后移"),
        ("Enter", "放大看这一页"),
        ("Ctrl+Z", "撤销"),
        ("F8", "归档"),
        ("F5", "打印材料接收清单"),
        ("Ctrl+F10 / Ctrl+F11", "按分隔页归入各自的来访 / 放回"),
        ("Ctrl+P / Alt+P", "打印这次来访的 / 通用的分隔页"),
        ("F4", "选来访时：整叠扫描"),
        ("Esc", "离开画面或手动裁边；再按换来访，未归档的页都保留"),
    ),
    "matters": (
        ("Alt+1 / Alt+2", "清单 / 期限看板"),
        ("Alt+3 / 4 / 5", "领导包案 / 积案 / 来信"),
        ("↑ ↓", "上一件 / 下一件；打开一件后上下滚动"),
        ("Enter", "打开这件事项"),
        ("1 / 2 / 3", "看板：已超期、今天要办、三天内"),
        ("F3", "按编号或词查找事项"),
        ("1 … 9、A …", "打开一件后：办理按钮前写着的步骤"),
        ("P / T", "批准 / 退回等待审批的拟办意见"),
        ("Ctrl+R", "法定途径助手：建议和理由记入本事项"),
        ("Ctrl+Enter", "提交正在填写的步骤"),
        ("Alt+3", "打开一件后：到材料，↑ ↓ 选择，Enter 打开"),
        ("Esc", "回到清单"),
        ("Ctrl+C", "复制所选行"),
    ),
    "video_sessions": (
        ("Alt+1 / Alt+2 / Alt+3", "在办 / 安排 / 档案"),
        ("Enter", "打开一场；约定时间以前打开它的事项"),
        ("Alt+1 … Alt+7", "打开一场后：诉求、事实、证据、政策、承诺、争议、休息；按下时记时间"),
        ("Alt+8 / Alt+9", "中断 / 恢复"),
        ("Alt+Q、W、E …", "谁在说话；再按一次取消"),
        ("Enter", "写入这一条；承诺先到责任单位、责任人、时限"),
        ("Alt+L", "到记录清单：上下键选择，Enter 更正"),
        ("F8", "下一步：开始、结束、宣读笔录、签名完毕、归档"),
        ("F9", "开始或结束录音录像"),
        ("空格", "档案里打开一场后：播放 / 暂停；Enter 或单击一条记录跳到这一秒"),
        ("← →", "在时间条上：后退 / 前进 10 秒"),
        ("Esc", "回到清单；没写完的都保留"),
    ),
    "leader_days": (
        ("Alt+1 / Alt+2", "接访日 / 年度计划"),
        ("← → ↑ ↓", "前后一天、前后一周"),
        ("Alt+Y / Alt+J / Alt+P", "名单里：预约登记表、接访登记表、批办单"),
    ),
    "leader_desk": (
        ("Alt+N", "开始接访；结束，请下一位"),
        ("Alt+1 / Alt+2 / Alt+3", "名单 / 简报 / 批示"),
        ("↑ ↓", "名单里：上一位 / 下一位；简报里：上下滚动"),
        ("Alt+K / Alt+W", "打字 / 手写批示"),
        ("Ctrl+Enter", "保存批示"),
    ),
    "register": (
        ("↑ ↓", "上一条 / 下一条"),
        ("Enter", "查看这次来访"),
        ("Ctrl+P", "预览归档材料时：导出或打印（须有导出权限）"),
        ("Ctrl+M", "打开这次来访的事项"),
        ("Esc", "关闭详情；再按一次回到全部来访"),
        ("Ctrl+C", "复制所选行"),
    ),
    "papers": (
        ("↑ ↓", "上一份 / 下一份"),
        ("Enter", "预览这份文书"),
        ("Ctrl+P", "预览中：打印"),
        ("F5", "补打最近一份"),
    ),
    "sync": (
        ("← →", "冲突、中心未收、待上传、历史"),
        ("↑ ↓", "上一条 / 下一条"),
        ("Enter", "打开所选的一条"),
        ("Ctrl+C", "复制所选行"),
    ),
    "settings": (("↑ ↓", "切换设置项目"),),
}


class DeskKeys(QObject):
    """Shortcuts of a window; they rest while an input method composes or the desk is locked."""

    def __init__(self, window: QWidget, keys: Sequence[tuple[str, Callable[[], object]]]) -> None:
        super().__init__(window)
        self._reasons: set[str] = set()
        self._shortcuts = [self._make(window, key, act) for key, act in keys]

    def rest(self, reason: str, *, is_resting: bool) -> None:
        """Switch the keys off for a reason, and on again when no reason is left."""
        if is_resting:
            self._reasons.add(reason)
        else:
            self._reasons.discard(reason)
        for shortcut in self._shortcuts:
            shortcut.setEnabled(not self._reasons)

    @staticmethod
    def _make(window: QWidget, key: str, act: Callable[[], object]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), window)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(lambda: act())
        return shortcut
