"""Made-up values for property tests; birth years are such that no living visitor has them."""

from datetime import date

from hypothesis import strategies as st

from reception_desk.rules.check_digits import credit_check, resident_check

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
ANY_TEXT = st.text(st.characters(), max_size=30)
"""Text with every code point, lone surrogates and control characters included."""
NAMES = st.one_of(
    st.text(HAN, min_size=1, max_size=5),
    st.sampled_from(["欧阳修", "尉迟恭", "买买提·阿里", "John Smith", "张𫘝", "𬱖䶮", "阿Q"]),
    ANY_TEXT,
)


@st.composite
def resident_numbers(draw: st.DrawFn, prefix: str = "420921") -> str:
    """Return an 18-digit number with a fitting check digit."""
    birth = draw(st.dates(date(1880, 1, 1), date(1909, 12, 31)))
    body = f"{prefix}{birth:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return body + resident_check(body)


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    """Return an 18-character code with a fitting check character."""
    body = "91420921" + draw(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9))
    return f"{body}{credit_check(body)}"
