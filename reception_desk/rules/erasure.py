"""依法删除: on which grounds personal data must be erased, and what a reason may not say.

个人信息保护法 Art. 47(1) names five grounds. Art. 47(2) and 档案法 Art. 14 stand against it as long
as the period of keeping has not ended: then the data are set apart, not erased. Whether it has is
for the two people to judge; the program cannot know it.
"""

from collections.abc import Iterable
from enum import StrEnum, auto

from reception_desk.errors import InvalidInputError

_SHORTEST_WORD = 2


class EraseBasis(StrEnum):
    """A ground of 个人信息保护法 Art. 47(1), in the order of the law."""

    PURPOSE_ENDED = auto()
    PERIOD_ENDED = auto()
    CONSENT_WITHDRAWN = auto()
    UNLAWFUL = auto()
    OTHER_LAW = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return _LABELS[self]

    @property
    def article(self) -> str:
        """Where it stands."""
        place = "一二三四五"[list(EraseBasis).index(self)]
        return f"《个人信息保护法》第四十七条第一款第（{place}）项"


_LABELS = {
    EraseBasis.PURPOSE_ENDED: "处理目的已经实现、不能实现，或不再需要",
    EraseBasis.PERIOD_ENDED: "保存期限已满",
    EraseBasis.CONSENT_WITHDRAWN: "本人撤回同意",
    EraseBasis.UNLAWFUL: "收集或使用违反法律、行政法规或约定",
    EraseBasis.OTHER_LAW: "法律、行政法规规定的其他情形",
}

KEEPING = (
    "保存期限未满或应当归档的，不能删除（《个人信息保护法》第四十七条第二款、《档案法》第十四条）。"
)


def check_reason(reason: str, personal: Iterable[str | None]) -> str:
    """Return the reason without blanks around it.

    It outlives what is erased. Raises `InvalidInputError` when it is empty or holds a name or
    number of the persons concerned.
    """
    words = reason.strip()
    if not words:
        raise InvalidInputError("请写明依据的文书或申请，如“2026年11月20日删除申请书”。")
    found = [text for text in personal if text and len(text) >= _SHORTEST_WORD and text in words]
    if found:
        raise InvalidInputError(
            "理由会一直保留，不能写来访人的姓名、电话或证件号。",
            saved="还没有提出删除。",
            advice="请只写文书的名称、日期或文号。",
        )
    return words
