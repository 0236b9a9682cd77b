"""The duties of the 《信访工作条例》 and of the measures beside it, as one closed table.

Lengths are those in force; where the law gives no figure the table says so and the office sets
the day (`domain.md` §1.4). `text` paraphrases the article for the derivation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from types import MappingProxyType

from reception_desk.errors import InvalidInputError


class Duty(StrEnum):
    """One duty with a time limit; the members are the numbers used on screens and papers."""

    D1 = "D1"
    D2 = "D2"
    D2A = "D2a"
    D3 = "D3"
    D4 = "D4"
    D5 = "D5"
    D6 = "D6"
    D7 = "D7"
    D8 = "D8"
    D9 = "D9"
    D10 = "D10"
    D11 = "D11"
    D12 = "D12"
    D13 = "D13"
    D14 = "D14"
    D15 = "D15"
    D16 = "D16"
    D17 = "D17"
    D18 = "D18"


class Count(StrEnum):
    """How the length of a duty is counted."""

    SAME_DAY = auto()
    CALENDAR_DAYS = auto()
    WORKING_DAYS = auto()
    DAYS_BEFORE = auto()
    SET_BY_OFFICE = auto()
    EXTENSION = auto()


@dataclass(frozen=True, slots=True)
class DutyRule:
    """A row of the table; `length` is None where the law gives no figure.

    `is_right` for a period in which an office may do something: when it is over nothing is late.
    """

    duty: Duty
    title: str
    bearer: str
    start_event: str
    count: Count
    length: int | None
    article: str
    text: str
    extended_by: str = ""
    is_petitioners: bool = False
    is_right: bool = False


_REGULATION = "《信访工作条例》"
_SIMPLE = "《信访事项简易办理办法（试行）》"

_ROWS = (
    DutyRule(
        Duty.D1, "登记", "接访单位", "来访", Count.SAME_DAY, None,
        f"{_REGULATION}第二十二条第一款", "信访事项应当予以登记；条例未定天数，本台当日登记",
    ),
    DutyRule(
        Duty.D2, "转送、交办或者报告", "信访局", "收到信访事项", Count.CALENDAR_DAYS, 15,
        f"{_REGULATION}第二十二条第一款", "信访部门应当在15日内转送、交办或者报告",
    ),
    DutyRule(
        Duty.D2A, "县级分流（上级逐级转来）", "信访局", "收到上级转来的信访事项",
        Count.CALENDAR_DAYS, 4, "《信访事项办理群众满意度评价工作办法（试行）》（2014年）第六条",
        "逐级转来的，县级在4日内分流；该办法已有2022年新办法，现行效力由本机关核实",
    ),
    DutyRule(
        Duty.D3, "直接提出的书面告知", "收到信访事项的机关、单位", "收到信访事项",
        Count.CALENDAR_DAYS, 15, f"{_REGULATION}第二十三条第二款",
        "能够当场告知的当场书面告知，不能当场的在15日内书面告知；姓名（名称）、住址不清的除外",
    ),
    DutyRule(
        Duty.D4, "转送、交办事项的书面告知", "责任单位", "收到转送、交办",
        Count.CALENDAR_DAYS, 15, f"{_REGULATION}第二十三条第三款",
        "属于本单位职权范围的，应当在15日内书面告知信访人接收情况以及处理途径和程序",
    ),
    DutyRule(
        Duty.D5, "提出异议（不属于本单位职权）", "责任单位", "收到转送、交办",
        Count.WORKING_DAYS, 5, f"{_REGULATION}第二十三条第三款",
        "不属于本单位职权范围的，应当在5个工作日内提出异议并说明理由", is_right=True,
    ),
    DutyRule(
        Duty.D6, "办结（出具信访处理意见书）", "责任单位", "受理", Count.CALENDAR_DAYS, 60,
        f"{_REGULATION}第三十四条", "应当自受理之日起60日内办结",
        extended_by="本机关、单位负责人（一次，不超过30日）",
    ),
    DutyRule(
        Duty.D7, "延长办理", "责任单位", "第60日届满", Count.EXTENSION, 30,
        f"{_REGULATION}第三十四条", "情况复杂的，经批准可以延长，不超过30日，并告知延期理由",
    ),
    DutyRule(
        Duty.D8, "反馈交办结果", "责任单位", "交办", Count.SET_BY_OFFICE, None,
        f"{_REGULATION}第二十二条第一款第三项", "交办事项应当在交办函指定的期限内反馈结果",
        extended_by="交办的信访部门",
    ),
    DutyRule(
        Duty.D9, "请求复查", "信访人", "收到书面答复", Count.CALENDAR_DAYS, 30,
        f"{_REGULATION}第三十五条", "不服处理意见的，可以自收到书面答复之日起30日内请求复查",
        is_petitioners=True,
    ),
    DutyRule(
        Duty.D10, "作出复查意见", "复查机关、单位", "收到复查请求", Count.CALENDAR_DAYS, 30,
        f"{_REGULATION}第三十五条", "应当自收到复查请求之日起30日内提出复查意见并书面答复",
    ),
    DutyRule(
        Duty.D11, "请求复核", "信访人", "收到复查意见", Count.CALENDAR_DAYS, 30,
        f"{_REGULATION}第三十六条第一款", "不服复查意见的，可以自收到书面答复之日起30日内请求复核",
        is_petitioners=True,
    ),
    DutyRule(
        Duty.D12, "作出复核意见", "复核机关、单位", "收到复核请求", Count.CALENDAR_DAYS, 30,
        f"{_REGULATION}第三十六条第二款",
        "应当自收到复核请求之日起30日内提出复核意见；听证所需时间不计算在内",
    ),
    DutyRule(
        Duty.D13, "简易办理：决定受理", "责任单位", "收到信访事项", Count.WORKING_DAYS, 3,
        _SIMPLE, "适用简易办理的，应当在3个工作日内决定是否受理",
    ),
    DutyRule(
        Duty.D14, "简易办理：作出处理意见", "责任单位", "受理", Count.WORKING_DAYS, 10,
        _SIMPLE, "适用简易办理的，应当自受理之日起10个工作日内作出处理意见",
    ),
    DutyRule(
        Duty.D15, "听证通知", "听证机关", "举行听证", Count.DAYS_BEFORE, 7,
        "本地听证办法", "听证通知应当在听证日前送达；天数由本地办法规定（7日或者10日）",
    ),
    DutyRule(
        Duty.D16, "反馈改进建议的采纳情况", "收到建议的机关、单位", "收到建议",
        Count.SET_BY_OFFICE, None, f"{_REGULATION}第四十条",
        "收到改进工作、完善政策、追究责任建议的，应当书面反馈；条例未定天数",
    ),
    DutyRule(
        Duty.D17, "重大、紧急信访信息报告", "知悉的机关、单位", "知悉", Count.SAME_DAY, None,
        f"{_REGULATION}第二十五条", "重大、紧急信访信息应当及时报告；条例未定天数，本台按当日计",
    ),
    DutyRule(
        Duty.D18, "领导接访日安排", "信访局", "公布", Count.SET_BY_OFFICE, None,
        f"{_REGULATION}第十八条", "接待时间、地点应当公布；次数和日期由本机关安排",
    ),
)  # fmt: skip

DUTIES: Mapping[Duty, DutyRule] = MappingProxyType({row.duty: row for row in _ROWS})


def parse_duty(text: str) -> Duty:
    """Read `D6` or `d6`; raise `InvalidInputError` for anything else."""
    wanted = text.strip().upper()
    for duty in Duty:
        if duty.value.upper() == wanted:
            return duty
    raise InvalidInputError(f"没有编号为“{text}”的期限。", advice="可用的编号是 D1 至 D18。")
