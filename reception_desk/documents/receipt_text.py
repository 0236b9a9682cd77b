"""The words of a receipt, the same on a slip and on a page."""

from dataclasses import dataclass

from reception_desk.documents.wording import NOT_GIVEN, day, grouped, moment
from reception_desk.records.papers import ReceiptData

NO_DECISION = "本回执不代表受理决定。"
PRIVACY = "查询码仅供本人使用，请妥善保管，勿向他人出示。"


@dataclass(frozen=True, slots=True)
class ReceiptText:
    """`fields` are label and value in the order of print; `code` is what the QR code carries."""

    title: str
    fields: tuple[tuple[str, str], ...]
    query_code: str
    code: str
    caption: str
    notes: tuple[str, ...]


def receipt_text(data: ReceiptData) -> ReceiptText:
    """Return the words of the receipt for `data`."""
    return ReceiptText(
        title="来访回执",
        fields=_fields(data),
        query_code=grouped(data.query_code),
        code=data.inquiry_url or f"{data.registration_number} {data.query_code}",
        caption=f"{'扫码或' if data.inquiry_url else ''}凭登记编号和查询码查询",
        notes=(NO_DECISION, _inquiry(data), PRIVACY, *_supervision(data)),
    )


def _fields(data: ReceiptData) -> tuple[tuple[str, str], ...]:
    handling = "：".join(part for part in (data.handling, data.destination) if part)
    fields = [
        ("登记编号", data.registration_number),
        *((("临时编号", data.provisional_number),) if data.provisional_number else ()),
        ("来访时间", moment(data.visited_at)),
        ("姓名", data.name or NOT_GIVEN),
        ("反映事项", data.matter or NOT_GIVEN),
        ("接收材料", _materials(data)),
        ("处理去向", handling or "已登记"),
    ]
    if data.answer_by:
        fields.append(("告知时限", f"将于{day(data.answer_by)}前书面告知"))
    elif data.answer_note:
        fields.append(("告知时限", data.answer_note))
    if data.receipt_word:
        fields.append(("核对码", f"{data.receipt_word}（查询时与查询码一起填）"))
    if data.receptionist:
        fields.append(("接访员", data.receptionist))
    return tuple(fields)


def _materials(data: ReceiptData) -> str:
    if not data.material_count:
        return "无"
    return f"{data.material_count}份{data.material_pages}页"


def _inquiry(data: ReceiptData) -> str:
    office = data.office
    ways = [f"到本厅窗口{f'（{office.address}）' if office.address else ''}"]
    if office.phone:
        ways.append(f"拨打{office.phone}")
    if office.website:
        ways.append(f"登录{office.website}")
    return f"凭登记编号和查询码可查询办理进展：{'、'.join(ways)}。"


def _supervision(data: ReceiptData) -> tuple[str, ...]:
    phone = data.office.supervision_phone
    return (f"监督电话：{phone}。",) if phone else ()
