"""The questions of the legal-route helper and the ways they lead to, as two tables.

Any way through takes at most five questions. What is law stands here; forums, addresses, time
limits and the words for the visitor are the office's to edit (`resources/routes.toml`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from reception_desk.records.document import DocumentKind
from reception_desk.records.route import RouteOutcome

MOST_QUESTIONS = 5
VISIT, LETTER = "visit", "letter"
"""Answers to the first question: Art. 22(2) guides a visit and forwards a letter."""
SUGGESTION, ACCUSATION, CLAIM = "1", "2", "3"
"""Codes of `resources/codes/matter_class.csv` (条例 Art. 29, 30, 31)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; `leads_to` is the next question, or a way where the questions end.

    `by_letter` stands for `leads_to` where the matter came in writing. `matter_class` and
    `legal_route` are codes that the answer decides, "" where it decides neither.
    """

    code: str
    text: str
    reason: str
    leads_to: str
    by_letter: str = ""
    matter_class: str = ""
    legal_route: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question with at most six answers; `hint` says how to tell them apart."""

    code: str
    text: str
    hint: str
    answers: tuple[Answer, ...]

    def find(self, code: str) -> Answer | None:
        """Return an answer by its code."""
        return next((answer for answer in self.answers if answer.code == code), None)


@dataclass(frozen=True, slots=True)
class Way:
    """Where a path ends: the event of the workflow, the articles of the 条例, the papers."""

    code: str
    title: str
    outcome: RouteOutcome
    articles: tuple[str, ...]
    papers: tuple[DocumentKind, ...]


_QUESTIONS = (
    Question("form", "怎样提出的？", "涉及诉讼权利救济的，来访引导、来信转送。", (
        Answer(VISIT, "来访（含领导接访、视频接访）", "当面来访提出。", "kind"),
        Answer(LETTER, "来信、网上信访、来电、传真",
               "以来信、网上信访等书面或远程方式提出。", "kind"),
    )),
    Question("kind", "主要想要什么？", "兼有几项的，按最主要的一项选；其余写入诉求。", (
        Answer("claim", "请求解决自己的问题，或者不服处理", "请求解决自身的问题，属于申诉求决。",
               "earlier", matter_class=CLAIM),
        Answer("suggestion", "提意见、建议，或者反映情况", "提出意见建议、反映情况，属于建议意见。",
               "suggestion", matter_class=SUGGESTION),
        Answer("accusation", "检举、控告他人或者单位", "检举、控告他人或者单位。", "accused"),
        Answer("urgent", "重大、紧急情况，须立即报告",
               "属于可能造成社会影响的重大、紧急情况。", "urgent"),
    )),
    Question("accused", "检举、控告的是谁、什么事？",
             "对党员、干部和公职人员的检举控告，只转纪检监察机关。", (
        Answer("county", "本县管理的党员、干部、公职人员违纪、职务违法",
               "检举控告本县管理的党员、公职人员，属于县纪检监察机关职权。",
               "discipline_county", matter_class=ACCUSATION),
        Answer("city", "县级领导、上级管理的干部，或者县纪委监委人员",
               "按管理权限，由上一级纪检监察机关办理。",
               "discipline_city", matter_class=ACCUSATION),
        Answer("crime", "其他人或者企业涉嫌犯罪（诈骗、伤害、非法集资等）",
               "反映的是普通违法犯罪，不涉及公职人员，应当向公安机关报案。",
               "police", "justice_forwarded", matter_class=CLAIM, legal_route="1"),
        Answer("violation", "其他人或者企业违反管理规定，请求查处",
               "请求查处违反行政管理规定的行为，不涉及公职人员。",
               "protection", matter_class=CLAIM, legal_route="5"),
    )),
    Question("suggestion", "这条意见、建议怎样办？", "", (
        Answer("now", "当场可以答复", "能够当场答复。", "suggestion_answered"),
        Answer("unit", "属于某部门、乡镇的工作", "属于有关部门、乡镇的工作，由其研究论证。",
               "suggestion_transferred"),
        Answer("leader", "重要，需要领导研究", "内容重要，需要领导研究。", "suggestion_leader"),
        Answer("elsewhere", "不属于本县的工作", "不属于本县机关、单位的工作。", "not_ours"),
    )),
    Question("earlier", "这件事以前办过吗？", "先查同一信访人的事项；同人、同事才算以前办过。", (
        Answer("first", "没有办过；或者复核后有新的事实、理由",
               "没有以同一事实和理由正在办理或者已经办结的事项。", "subject"),
        Answer("pending", "有机关、单位正在办理，期限未满",
               "有权处理的机关、单位已经受理，仍在法定期限内办理。", "pending"),
        Answer("overdue", "已经受理，期限满了还没有答复",
               "有权处理的机关、单位已经受理，法定期限届满仍未答复。", "overdue"),
        Answer("opinion", "已收到处理意见书，不服",
               "已经收到信访处理意见书，对意见不服。", "review"),
        Answer("reviewed", "已收到复查意见书，不服", "已经收到复查意见书，对意见不服。", "recheck"),
        Answer("rechecked", "已有复核意见，事实和理由相同",
               "已经作出复核意见，现以同一事实和理由再次提出。", "rechecked"),
    )),
    Question("subject", "应当由什么程序解决？",
             "从上往下看，合适的第一项就是。都不合适的才走信访程序。", (
        Answer("justice", "法院、检察院、公安机关的程序",
               "属于审判、检察、公安机关法定程序处理的事项。", "justice", legal_route="1"),
        Answer("arbitration", "劳动人事、土地承包、商事仲裁", "属于应当通过仲裁解决的事项。",
               "arbitration", legal_route="2"),
        Answer("appeal", "不服党纪、政务处分或者人事处理", "属于党员申诉、申请复审复核的事项。",
               "appeal", legal_route="3"),
        Answer("administration", "不服行政决定，或者请求裁决、确认、许可",
               "属于行政复议、裁决、确认、许可等程序的事项。", "administration", legal_route="4"),
        Answer("protection", "请求查处违法行为，或者保护人身、财产",
               "属于申请查处违法行为、履行保护职责的事项。", "protection", legal_route="5"),
        Answer("none", "以上都不是", "不能通过上述法定途径解决，按信访程序办理。",
               "handling", legal_route="6"),
    )),
    Question("justice", "由哪个机关办？", "不服行政决定的，请退回选“不服行政决定”。", (
        Answer("court", "不服法院裁判，或者正在审理、执行的事",
               "属于诉讼权利救济，由人民法院依法处理。", "court", "justice_forwarded"),
        Answer("civil", "还没有起诉的民事纠纷（合同、借贷、侵权、婚姻、邻里等）",
               "属于尚未起诉的民事纠纷。", "civil"),
        Answer("procuratorate", "不服检察院决定，或者请求法律监督",
               "属于检察机关的职权，由人民检察院依法处理。", "procuratorate", "justice_forwarded"),
        Answer("police", "报案，或者不服公安机关刑事办案决定",
               "属于公安机关的刑事程序，由公安机关依法处理。", "police", "justice_forwarded"),
    )),
    Question("arbitration", "哪一种仲裁？", "", (
        Answer("labour", "劳动、人事争议（工资、社保待遇、解除合同等）",
               "属于劳动、人事争议，应当先申请仲裁。", "labour_arbitration"),
        Answer("land", "农村土地承包经营纠纷", "属于农村土地承包经营纠纷，可以申请仲裁。",
               "land_arbitration"),
        Answer("commercial", "合同约定了仲裁的纠纷", "当事人约定了仲裁，应当依约申请仲裁。",
               "commercial_arbitration"),
    )),
    Question("appeal", "不服的是哪一种处分、处理？", "", (
        Answer("party", "党纪处分", "党员不服党纪处分，由党组织按申诉程序处理。", "party_appeal"),
        Answer("sanction", "监察机关的政务处分",
               "不服监察机关政务处分，由监察机关按复审、复核程序处理。", "sanction_review"),
        Answer("civil_servant", "公务员的处分、人事处理",
               "公务员不服处分、人事处理，按公务员申诉程序处理。", "civil_servant_appeal"),
        Answer("institution", "事业单位工作人员的处分、人事处理",
               "事业单位工作人员不服处分、人事处理，按其申诉程序处理。", "institution_appeal"),
    )),
    Question("administration", "哪一种行政程序？", "", (
        Answer("decision", "不服行政处罚、强制、征收补偿等决定，或者不履行职责",
               "属于不服行政行为，可以行政复议、行政诉讼。", "administrative_review"),
        Answer("ownership", "土地、林地的权属争议",
               "属于土地、林地所有权和使用权争议，由人民政府裁决。", "ownership_decision"),
        Answer("injury", "工伤认定", "请求认定工伤，属于行政确认。", "injury_confirmation"),
        Answer("licence", "申请许可、登记、信息公开", "属于行政许可、登记或者政府信息公开申请。",
               "licence"),
    )),
    Question("protection", "请求哪个部门查处、保护？", "", (
        Answer("wages", "拖欠工资、违法用工", "请求查处拖欠工资、违法用工。", "labour_inspection"),
        Answer("market", "食品药品、产品质量、消费纠纷、物价", "请求查处市场、消费方面的违法行为。",
               "market_supervision"),
        Answer("land", "违法占地、违法建设", "请求查处违法占地、违法建设。", "land_inspection"),
        Answer("environment", "污染、噪声", "请求查处环境污染。", "environment_inspection"),
        Answer("safety", "人身安全、家庭暴力、治安", "请求保护人身、财产安全。", "public_security"),
        Answer("other", "其他部门", "请求其他行政主管部门查处或者保护。", "other_protection"),
    )),
    Question("handling", "按信访程序，怎样办？", "转送不要求报结果，交办要定期限、报办结报告。", (
        Answer("now", "政策咨询，或者当场能办好", "能够当场答复、当场办好。", "answered"),
        Answer("unit", "属于县直部门、乡镇职权",
               "属于县直部门、乡镇的职权，按属地管理、分级负责转送。", "transferred"),
        Answer("important", "情况重要，要求反馈结果",
               "情况重要，需要定期限交办并反馈结果。", "assigned"),
        Answer("leader", "需要县领导接访、研究", "需要县领导接访、研究。", "leader_day"),
        Answer("own", "属于本窗口单位职权", "属于本窗口单位的职权，符合受理条件。", "accepted"),
        Answer("elsewhere", "不属于本县职权", "不属于本县机关、单位的职权。", "not_ours"),
    )),
)  # fmt: skip

FIRST = "form"
QUESTIONS: Mapping[str, Question] = MappingProxyType({row.code: row for row in _QUESTIONS})

_LETTERS = (DocumentKind.TRANSFER_LETTER, DocumentKind.DESTINATION_NOTICE)
_NOTICE = (DocumentKind.LEGAL_ROUTE_NOTICE,)
_APPLICATION = (DocumentKind.REVIEW_APPLICATION,)
_LITIGATION = ("第三十一条第一项", "第二十条第二款", "第二十二条第二款", "第二十八条第二款")


def _guide(code: str, title: str, *articles: str) -> Way:
    return Way(code, title, RouteOutcome.GUIDE, articles, _NOTICE)


_WAYS = (
    Way("suggestion_answered", "当场答复建议", RouteOutcome.ANSWER,
        ("第二十九条", "第二十三条第二款"), (DocumentKind.RECEIPT,)),
    Way("suggestion_transferred", "转送有关单位研究答复", RouteOutcome.TRANSFER,
        ("第二十九条", "第二十二条第一款"), _LETTERS),
    Way("suggestion_leader", "送领导研究", RouteOutcome.LEADER,
        ("第二十九条", "第十八条"), (DocumentKind.LEADER_BOOKING_FORM,)),
    Way("not_ours", "告知向有权机关提出", RouteOutcome.DECLINE,
        ("第二十三条第一款",), (DocumentKind.NON_ACCEPTANCE_NOTICE,)),
    Way("discipline_county", "转送县纪检监察机关", RouteOutcome.FORWARD_ACCUSATION,
        ("第三十条", "第二十二条第二款"), (DocumentKind.TRANSFER_LETTER,)),
    Way("discipline_city", "转送上一级纪检监察机关", RouteOutcome.FORWARD_ACCUSATION,
        ("第三十条", "第二十二条第二款"), (DocumentKind.TRANSFER_LETTER,)),
    Way("urgent", "立即报告", RouteOutcome.ESCALATE,
        ("第二十二条第一款第一项", "第二十五条"), (DocumentKind.URGENT_REPORT,)),
    Way("pending", "在办件不重复受理，告知进展", RouteOutcome.LINK,
        ("第十九条第三款",), (DocumentKind.NON_ACCEPTANCE_NOTICE,)),
    Way("overdue", "督办逾期单位", RouteOutcome.LINK,
        ("第三十四条", "第四十条"), (DocumentKind.SUPERVISION_LETTER,)),
    Way("review", "申请复查", RouteOutcome.LINK, ("第三十五条",), _APPLICATION),
    Way("recheck", "申请复核", RouteOutcome.LINK, ("第三十六条第一款",), _APPLICATION),
    Way("rechecked", "复核终结，不再受理", RouteOutcome.DECLINE_FURTHER,
        ("第三十六条第三款",), (DocumentKind.NO_FURTHER_ACCEPTANCE_NOTICE,)),
    _guide("court", "诉访分离：人民法院", *_LITIGATION),
    _guide("civil", "民事诉讼或者人民调解", "第三十一条第一项"),
    _guide("procuratorate", "诉访分离：人民检察院", *_LITIGATION),
    _guide("police", "公安机关法定程序", *_LITIGATION),
    Way("justice_forwarded", "涉法涉诉来信转送政法部门", RouteOutcome.TRANSFER,
        ("第二十二条第二款", "第三十一条第一项"), _LETTERS),
    _guide("labour_arbitration", "劳动人事争议仲裁", "第三十一条第二项"),
    _guide("land_arbitration", "农村土地承包仲裁", "第三十一条第二项"),
    _guide("commercial_arbitration", "商事仲裁", "第三十一条第二项"),
    _guide("party_appeal", "党员申诉", "第三十一条第三项"),
    _guide("sanction_review", "政务处分复审、复核", "第三十一条第三项"),
    _guide("civil_servant_appeal", "公务员复核、申诉", "第三十一条第三项"),
    _guide("institution_appeal", "事业单位工作人员复核、申诉", "第三十一条第三项"),
    _guide("administrative_review", "行政复议、行政诉讼", "第三十一条第四项"),
    _guide("ownership_decision", "权属争议行政裁决", "第三十一条第四项"),
    _guide("injury_confirmation", "工伤认定", "第三十一条第四项"),
    _guide("licence", "许可、登记、信息公开申请", "第三十一条第四项"),
    _guide("labour_inspection", "劳动保障监察", "第三十一条第五项"),
    _guide("market_supervision", "市场监管投诉举报", "第三十一条第五项"),
    _guide("land_inspection", "自然资源执法", "第三十一条第五项"),
    _guide("environment_inspection", "生态环境执法", "第三十一条第五项"),
    _guide("public_security", "公安机关保护", "第三十一条第五项"),
    _guide("other_protection", "向主管部门申请查处、保护", "第三十一条第五项"),
    Way("answered", "当场答复", RouteOutcome.ANSWER,
        ("第二十三条第二款", "第三十一条第六项"), (DocumentKind.RECEIPT,)),
    Way("transferred", "转送责任单位", RouteOutcome.TRANSFER,
        ("第二十二条第一款", "第三十一条第六项"), _LETTERS),
    Way("assigned", "交办责任单位", RouteOutcome.ASSIGN,
        ("第二十二条第一款第三项", "第三十一条第六项"),
        (DocumentKind.ASSIGNMENT_LETTER, DocumentKind.DESTINATION_NOTICE)),
    Way("leader_day", "预约领导接访", RouteOutcome.LEADER,
        ("第十八条", "第三十一条第六项"), (DocumentKind.LEADER_BOOKING_FORM,)),
    Way("accepted", "受理，按信访程序办理", RouteOutcome.ACCEPT,
        ("第二十三条第二款", "第三十一条第六项", "第三十四条"), (DocumentKind.ACCEPTANCE_NOTICE,)),
)  # fmt: skip

WAYS: Mapping[str, Way] = MappingProxyType({row.code: row for row in _WAYS})
