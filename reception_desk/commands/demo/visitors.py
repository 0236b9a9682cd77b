"""The five visitors of the demonstration; cases of domain.md §7. Every name is invented."""

from dataclasses import dataclass, field
from datetime import date

from reception_desk.records.card import CardData, CardKind


@dataclass(frozen=True, slots=True)
class DemoVisitor:
    """What a visitor brings and says; `outcome` is typed as pinyin initials or a code."""

    case: str
    title: str
    claim: str
    card: CardData | None = None
    name: str = ""
    phone: str = ""
    address: str = ""
    head_count: int = 1
    representatives: tuple[str, ...] = ()
    category: str = ""
    place: str = ""
    outcome: str = ""
    target: str = ""
    is_oral: bool = False
    facts: str = ""
    followers: tuple[str, ...] = field(default=())


WOMAN = CardData(
    kind=CardKind.CITIZEN,
    name="李䶮",
    sex="2",
    nation="15",
    birth_date=date(1901, 2, 3),
    address="湖北省孝昌县花园镇书院街示例社区3号",
    number="420921190102030024",
    issuer="孝昌县公安局",
    is_long_term=True,
)

VISITORS = (
    DemoVisitor(
        case="AC-01",
        title="card",
        card=WOMAN,
        phone="13800000001",
        claim="请求督促开发企业交付已售住房",
        facts="购房合同约定2026年3月交付，至今未交付。",
        category="zfbzyfdc",
        place="hyz",
        outcome="zs",
        target="zfhcxjsj",
    ),
    DemoVisitor(
        case="AC-17",
        title="group",
        name="王示例",
        phone="13800000002",
        address="孝昌县王店镇示例村",
        head_count=12,
        representatives=("王示例", "刘样本", "陈试用", "赵模拟", "孙例证"),
        followers=("周甲", "吴乙", "郑丙", "冯丁", "褚戊", "卫己", "蒋庚"),
        claim="请求公开土地征收补偿款的分配\n请求村务公开",
        category="tdzs",
        place="wdz",
        outcome="jb",
        target="wdz",
    ),
    DemoVisitor(
        case="AC-18",
        title="no-card",
        name="钱某",
        address="某村",
        claim="咨询低保申请的条件",
        category="shjz",
        is_oral=True,
        outcome="dcjd",
    ),
    DemoVisitor(
        case="AC-21",
        title="court",
        name="何样例",
        phone="13800000004",
        address="孝昌县卫店镇示例路9号",
        claim="不服法院民事判决，请求重新审理",
        category="ss",
        outcome="ydfdtj",
    ),
    DemoVisitor(
        case="AC-19",
        title="again",
        card=WOMAN,
        claim="",
        outcome="dcjd",
    ),
)
