"""Sample records for papers; every person, number and place of contact is invented."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from reception_desk.records.papers import (
    FileIndexData,
    FilePaper,
    MaterialsListData,
    Office,
    PaperMaterial,
    PaperPerson,
    ReceiptData,
    ReceivedMaterial,
    RegistrationFormData,
    TicketSlipData,
)
from reception_desk.records.separators import SeparatorData, visit_code

VISITED_AT = datetime(2026, 11, 23, 9, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
RARE_NAME = "䶮㛃𫘝"
UNAVAILABLE = "\U00031350"  # a han character of plane 3 that no shipped font draws
CLAIM = (
    "2024年3月，村里修建通组公路，占用本人承包地0.8亩（承包合同编号：2016-0317），"
    "当时村委会口头答应按每亩38,500元补偿，并说“年底前一定到账”。"
    "至今已超过两年半，本人多次到村、镇询问，均答复“正在研究”，没有书面意见。"
    "2026年6月，镇里发放同一工程其他农户的补偿款，名单中没有本人。"
)


def office() -> Office:
    """A county hall."""
    return Office(
        hall="孝昌县人民来访接待中心",
        address="孝昌县花园镇示例路1号",
        phone="0712-0000000",
        website="www.example.gov.cn/xf",
        supervision_phone="0712-0000001",
    )


def person() -> PaperPerson:
    """A petitioner whose numbers are masked for paper."""
    return PaperPerson(
        name="张某某",
        sex="男",
        ethnic_group="汉族",
        born=date(1900, 1, 1),
        id_kind="居民身份证",
        id_number="420921********0016",
        address="湖北省孝感市孝昌县花园镇示例村3组12号",
        phone="138****0000",
        occupation="农民",
    )


def materials_list_data() -> MaterialsListData:
    """A petition, a proof that goes back, and a paper that was only written down."""
    written = "土地承包经营权证及历年缴费收据（村委会盖章的各年度汇总）"
    return MaterialsListData(
        office=office(),
        registration_number="420921-LF-20261123-0001",
        received_on=VISITED_AT.date(),
        name="张某某",
        receptionist="李某",
        materials=(
            ReceivedMaterial("申请书", 2, kind="原件"),
            ReceivedMaterial("证据", 5, kind="原件", is_to_return=True),
            ReceivedMaterial(written, 3, 2, "复印件"),
        ),
    )


def file_index_data() -> FileIndexData:
    """A petition, a proof whose file is gone, and a judgment."""
    return FileIndexData(
        office().hall,
        "420921-LF-20261123-0001",
        (
            FilePaper("申请书", "原件", 2),
            FilePaper("证据", "复印件", 5, "文件取不到"),
            FilePaper("判决", "复印件", 12),
        ),
    )


def separator_data() -> SeparatorData:
    """The sheet of a visit; its codes carry the number that the visit had first."""
    code = visit_code("T-12-20261123-001", "019acb3e-0000-7000-8000-00005f3a9c1b")
    return SeparatorData(office().hall, code, "420921-LF-20261123-0001", VISITED_AT.date())


def long_materials_list_data() -> MaterialsListData:
    """More papers than one page holds."""
    many = tuple(ReceivedMaterial(f"证据 {number}", 1, kind="复印件") for number in range(1, 41))
    return replace(materials_list_data(), materials=many)


def registration_form_data() -> RegistrationFormData:
    """One visitor with a land claim, all fields given."""
    return RegistrationFormData(
        office=office(),
        registration_number="420921-LF-20261123-0001",
        visited_at=VISITED_AT,
        window="3号窗口",
        receptionist="李某",
        person=person(),
        is_repeat=True,
        previous_number="420921-LF-20260608-0012",
        purpose="求决",
        category="国土资源 / 土地征收",
        place="孝昌县花园镇",
        unit_concerned="花园镇示例村村民委员会",
        facts=CLAIM,
        requests=("支付被占承包地补偿款30,800元；", "书面说明补偿款发放名单的确定依据。"),
        earlier_offices="2026年6月8日向花园镇人民政府信访办公室提出",
        earlier_result="口头答复“正在研究”，未出具书面意见",
        legal_proceedings="无",
        materials=(
            PaperMaterial("土地承包经营权证", 1, 4, "复印件"),
            PaperMaterial("情况说明", 1, 2, "原件"),
        ),
        is_oral=True,
        handled_at_once="已说明受理程序和时限，并出具来访回执。",
        proposal="拟转送花园镇人民政府依法办理。",
        destination="花园镇人民政府",
        time_limit="2026年12月8日前",
    )


def group_form_data() -> RegistrationFormData:
    """Twelve visitors with five representatives, rare name characters among them."""
    return replace(
        registration_form_data(),
        person=replace(person(), name=RARE_NAME, sex="女", id_number="420921********0024"),
        head_count=12,
        is_collective=True,
        representatives=(RARE_NAME, "王𬱟", "赵𬀩", "钱𠅤", "欧阳示例"),
    )


def bare_form_data() -> RegistrationFormData:
    """The least a visit is registered with."""
    return RegistrationFormData(
        office=Office(hall="孝昌县人民来访接待中心"),
        registration_number="T-D01-20261123-001",
        visited_at=VISITED_AT,
        facts="反映村道路灯损坏。",
    )


def long_form_data() -> RegistrationFormData:
    """A claim of 3,000 characters."""
    text = "".join(f"（{number}）{CLAIM}" for number in range(1, 40))
    return replace(registration_form_data(), facts=text[:3000])


def ticket_data() -> TicketSlipData:
    """A number taken while some people wait."""
    return TicketSlipData(office(), "甲012", VISITED_AT, 5, (20, 40))


def receipt_data() -> ReceiptData:
    """A visit whose matter goes to a town."""
    return ReceiptData(
        office=office(),
        registration_number="420921-LF-20261123-0001",
        query_code="73052946",
        visited_at=VISITED_AT,
        name="张**",
        matter="反映修建通组公路占用承包地补偿款未发放问题",
        material_count=2,
        material_pages=6,
        handling="转送",
        destination="花园镇人民政府",
        answer_by=date(2026, 12, 8),
        inquiry_url="https://www.example.gov.cn/xf/q?n=420921-LF-20261123-0001",
        receptionist="李某",
    )


def bare_receipt_data() -> ReceiptData:
    """A receipt of a visit of which little is known, in a hall without a web page."""
    return ReceiptData(
        office=Office(hall="孝昌县人民来访接待中心"),
        registration_number="T-D01-20261123-001",
        query_code="19480537",
        visited_at=VISITED_AT,
    )
