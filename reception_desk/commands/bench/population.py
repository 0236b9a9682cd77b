"""Made-up people and visits for the large file, spread like real ones.

The ten commonest surnames have about their real shares, the others fall off by rank; given names
take one or two of the characters most used. Characters of several readings are among them.
Birth years are 1900–1909 and telephone numbers begin with 100, so nobody real is meant.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from reception_desk.rules.check_digits import resident_check

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓冯韩曹曾彭肖蔡潘田董袁于余叶蒋杜苏魏程吕丁"
    "沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃"
    "武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童"
)
_COMPOUND = ("欧阳", "上官", "司马", "诸葛", "单", "仇", "解", "曾", "查", "朴")
_TOP_SHARES = (7.25, 7.19, 6.83, 5.38, 4.53, 3.25, 2.29, 2.14, 2.00, 1.77)
_GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰文辉玲华建国红梅海燕志鹏飞波斌宇浩凯健俊帆帅旭"
    "宁龙林欢凤洁琳素云莲真环雪荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉晨阳春生玉萍东新利清彬富顺信子家昌成康星光天"
    "达安岩中茂进有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲江亮政谦亨奇固之轮翰朗伯宏言若鸣朋"
    "重长行乐朝曾单传调角觉降藏盛系奇卜"
)
_CLAIMS = (
    "要求支付拖欠的工资", "反映宅基地被邻居占用", "要求支付土地流转费", "反映小区物业收费不合理",
    "申请低保一直没有答复", "反映村道路灯长期不亮", "要求解决征地补偿", "反映养老保险没有接续",
    "举报河道采砂", "反映医疗费用报销比例", "要求办理不动产登记", "反映学校周边噪声扰民",
)  # fmt: skip
_PLACES = (
    "花园镇", "丰山镇", "周巷镇", "小河镇", "王店镇", "卫店镇", "白沙镇", "邹岗镇", "小悟乡",
)  # fmt: skip
_FIRST_BIRTH = date(1900, 1, 1)
_BIRTH_DAYS = 3650
_PER_DAY = 990
_VISITS_PER_DAY = 240
"""Of one desk: more than a real window manages, so that two million fit into some years."""


@dataclass(frozen=True, slots=True)
class MadeUpPerson:
    """One person of the sample."""

    name: str
    sex: str
    birth_date: date
    document_number: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class MadeUpVisit:
    """One visit; `person` is the place of its main person among the persons."""

    person: int
    arrived_at: datetime
    provisional_number: str
    number: str
    query_code: str
    claim: str
    facts: str
    category: str
    place_code: str
    respondent: str


def persons(count: int, seed: int = 1) -> Iterator[MadeUpPerson]:
    """Yield `count` persons, the same for the same seed; numbers are valid and all different."""
    chance = random.Random(seed)  # noqa: S311 - a sample that comes out the same each time
    surnames = [*_SURNAMES, *_COMPOUND]
    shares = [*_TOP_SHARES, *(130 / (9 + rank) for rank in range(len(surnames) - 10))]
    surname_weights = list(accumulate(shares))
    given_weights = list(accumulate(1 / (8 + rank) for rank in range(len(_GIVEN))))
    for at in range(count):
        size = 1 if chance.random() < 0.2 else 2
        given = "".join(chance.choices(_GIVEN, cum_weights=given_weights, k=size))
        surname = chance.choices(surnames, cum_weights=surname_weights)[0]
        born = _FIRST_BIRTH + timedelta(days=at // _PER_DAY % _BIRTH_DAYS)
        order = at % _PER_DAY + 1
        body = f"{420921 + at // (_PER_DAY * _BIRTH_DAYS)}{born:%Y%m%d}{order:03d}"
        yield MadeUpPerson(
            name=surname + given,
            sex="1" if order % 2 else "2",
            birth_date=born,
            document_number=body + resident_check(body),
            phone=f"100{chance.randrange(10**8):08d}",
            address=f"湖北省孝昌县{chance.choice(_PLACES)}{chance.randrange(1, 40)}组",
        )


def visits(
    count: int, person_count: int, last_day: datetime, seed: int = 2
) -> Iterator[MadeUpVisit]:
    """Yield `count` visits up to `last_day`, oldest first; some persons come often."""
    chance = random.Random(seed)  # noqa: S311
    days = -(-count // _VISITS_PER_DAY)
    for at in range(count):
        day, order = divmod(at, _VISITS_PER_DAY)
        arrived = last_day - timedelta(days=days - 1 - day) + timedelta(minutes=2 * order)
        claim = chance.choice(_CLAIMS)
        person = int(person_count * chance.random() ** 2)
        query_code = str(chance.randrange(10**9, 10**10))
        place = chance.choice(_PLACES)
        yield MadeUpVisit(
            person=person,
            arrived_at=arrived,
            provisional_number=f"T-1-{arrived:%Y%m%d}-{order + 1:03d}",
            number=f"孝信访〔{arrived:%Y}〕{at + 1}号",
            query_code=query_code,
            claim=f"{claim}。{place}{chance.randrange(1, 40)}组，已反映多次。",
            facts=f"自{arrived.year - 1}年起，涉及金额{chance.randrange(1, 900)}00元。",
            category=f"{_CLAIMS.index(claim) + 1:02d}0100",
            place_code=f"42092110{_PLACES.index(place)}",
            respondent=f"{place}示例单位{at % 40 + 1}",
        )
