"""Every paper from its example data: words, fonts, archive, refusals."""

import io
from pathlib import Path
from typing import Any

import pypdf
import pytest

from reception_desk.documents import catalogue
from reception_desk.documents.fields import Field, FieldType
from reception_desk.documents.fonts import FontPaths
from reception_desk.documents.module_papers import MODULES
from reception_desk.documents.template import Layout
from reception_desk.documents.template_loading import FOLDER, SHARED_FIELDS
from reception_desk.errors import DocumentError
from reception_desk.imaging.archive import check_archive
from reception_desk.records.document import DocumentKind
from tests.documents import samples
from tests.documents.reading import (
    EXAMPLES,
    REFERENCE,
    as_reference,
    every_text,
    example,
    example_anew,
    pdfium_pages,
    pictures,
    without_space,
)

LONG_NAME = "欧阳" * 20
TEXT_LAYOUTS = {Layout.OFFICIAL, Layout.LETTER, Layout.PLAIN}
KINDS = list(DocumentKind)


def changed(kind: DocumentKind, **changes: Any) -> dict[str, Any]:
    return {**catalogue.paper_form(kind).example, **changes}


def fields_of(kind: DocumentKind, *types: FieldType) -> list[Field]:
    return [one for one in catalogue.fields(kind).values() if one.type in types]


def test_every_kind_has_a_template_and_every_template_a_kind():
    names = {path.stem for path in FOLDER.glob("*.toml")} - {Path(SHARED_FIELDS).stem}

    assert names == {kind.value for kind in DocumentKind}
    layouts = {kind: catalogue.paper_form(kind).layout for kind in DocumentKind}
    assert {kind for kind, layout in layouts.items() if layout is Layout.MODULE} == set(MODULES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_words_of_an_example_are_those_of_the_reference(name: str):
    assert as_reference(EXAMPLES[name]()) == (REFERENCE / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_of_the_example_is_read_back_by_every_reader(kind: DocumentKind):
    data = catalogue.paper_form(kind).example
    words = [data[one.name] for one in fields_of(kind, FieldType.TEXT)]
    words += [line for one in fields_of(kind, FieldType.LINES) for line in data[one.name]]
    hidden = {"query_code", "inquiry_url"} if kind is DocumentKind.RECEIPT else set()
    unseen = {data[name] for name in hidden}

    for text in every_text(example(kind)):
        for word in words:
            parts = word.split("（")  # a long one may go on, on the next page
            assert word in unseen or all(without_space(part)[:9] in text for part in parts)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_data_give_the_same_bytes(kind: DocumentKind):
    assert example_anew(kind) == example(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_embeds_subsets_and_says_what_it_is(kind: DocumentKind):
    reader = pypdf.PdfReader(io.BytesIO(example(kind)))
    told: Any = reader.metadata

    assert told.title
    assert told.creator == "接访台"
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            assert font["/BaseFont"][7] == "+"
            descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert len(descriptor["/FontFile2"].get_data()) > 500


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_printed_at_the_edges_of_the_paper(kind: DocumentKind):
    for page in pictures(example(kind), scale=2):
        mm = 2 * 72 / 25.4
        margin = int(9 * mm)
        inked_rows, inked_columns = (page < 128).any(axis=1), (page < 128).any(axis=0)
        assert not inked_columns[:margin].any()
        assert not inked_columns[-margin:].any()
        assert not inked_rows[:margin].any()
        assert not inked_rows[-margin:].any()


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_datum_is_named(kind: DocumentKind):
    for one in catalogue.fields(kind).values():
        if not one.is_optional:
            data = changed(kind)
            del data[one.name]
            with pytest.raises(DocumentError, match=f"{kind.label}》缺少“{one.label}”"):
                catalogue.render(kind, data)
            break


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_datum_is_named(kind: DocumentKind):
    with pytest.raises(DocumentError, match="没有“colour”这一项"):
        catalogue.render(kind, changed(kind, colour="红"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_character_no_font_draws_is_refused_by_name(kind: DocumentKind):
    (one, *_) = fields_of(kind, FieldType.TEXT)
    with pytest.raises(DocumentError, match="U\\+31350"):
        catalogue.render(kind, changed(kind, **{one.name: samples.UNAVAILABLE}))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if "petitioner" in catalogue.fields(kind)])
def test_long_and_rare_names_are_printed_whole(kind: DocumentKind):
    for name in (LONG_NAME, samples.RARE_NAME):
        pdf = catalogue.render(kind, changed(kind, petitioner=name))
        assert all(name in text for text in every_text(pdf))


@pytest.mark.parametrize("kind", [DocumentKind.ACCEPTANCE_NOTICE, DocumentKind.HANDLING_OPINION])
def test_the_longest_organ_keeps_to_the_text_block(kind: DocumentKind):
    organ = "湖北省孝感市孝昌县自然资源和规划局" * 3
    pdf = catalogue.render(kind, changed(kind, organ=organ))

    assert all(organ in text for text in every_text(pdf))
    for page in pictures(pdf, scale=2):
        mm = 2 * 72 / 25.4
        assert not (page[:, int(192 * mm) :] < 128).any()


@pytest.mark.parametrize("kind", [DocumentKind.HANDLING_OPINION, DocumentKind.TRANSFER_LETTER])
def test_a_title_that_leaves_no_room_is_refused(kind: DocumentKind):
    with pytest.raises(DocumentError, match="首页放不下正文"):
        catalogue.render(kind, changed(kind, petitioner="欧阳" * 200))


def test_an_ending_that_leaves_no_room_is_refused():
    kind = DocumentKind.ACCEPTANCE_NOTICE
    with pytest.raises(DocumentError, match="落款、联系方式和抄送太长"):
        catalogue.render(kind, changed(kind, phone="0712-0000000、" * 200))


@pytest.mark.parametrize("kind", KINDS)
def test_long_words_in_every_field_keep_to_the_paper(kind: DocumentKind):
    words = "孝昌县（示例）〔2026〕1号www.example.gov.cn"
    codes = {"query_code", "registration_number"}
    named = [one.name for one in fields_of(kind, FieldType.TEXT) if one.name not in codes]
    longer: dict[str, Any] = dict.fromkeys(named, words)
    longer |= {one.name: [words * 4] * 3 for one in fields_of(kind, FieldType.LINES)}

    for page in pictures(catalogue.render(kind, changed(kind, **longer)), scale=2):
        margin = int(9 * 2 * 72 / 25.4)
        inner = page[margin:-margin, margin:-margin]
        assert (page < 128).sum() == (inner < 128).sum()


LONG_FIELDS = [
    (DocumentKind.HANDLING_OPINION, "facts", FieldType.LINES),
    (DocumentKind.HEARING_RECORD, "statements", FieldType.LINES),
    (DocumentKind.NON_ACCEPTANCE_NOTICE, "reason", FieldType.TEXT),
    (DocumentKind.EXTENSION_APPROVAL, "reason", FieldType.TEXT),
    (DocumentKind.PRIVACY_NOTICE, "retention", FieldType.TEXT),
]


@pytest.mark.parametrize(("kind", "name", "held"), LONG_FIELDS)
def test_a_long_text_goes_on_over_pages_and_loses_nothing(
    kind: DocumentKind, name: str, held: FieldType
):
    text = "".join(f"第{number}项经核实依法办理，" for number in range(1, 260))
    pages = pdfium_pages(
        catalogue.render(kind, changed(kind, **{name: [text] if held is FieldType.LINES else text}))
    )

    assert len(pages) >= 3
    printed = without_space("".join(pages))
    lost = [number for number in range(1, 260) if f"第{number}项经核实依法办理，" not in printed]
    assert len(lost) <= len(pages), "only what stands across the end of a page"


def test_a_long_list_repeats_its_head_on_each_page():
    row = {
        "no": 1,
        "petitioner": "张某某",
        "claim": "要求支付补偿款。" * 6,
        "opinion": "依法办理。",
    }
    kind = DocumentKind.LEADER_VISIT_FORM
    pages = pdfium_pages(
        catalogue.render(kind, changed(kind, visits=[{**row, "no": at} for at in range(1, 31)]))
    )

    assert len(pages) >= 3
    assert all("责任单位到场人" in page for page in pages)
    assert all("领导接访登记表（续）" in page for page in pages[1:])


def test_an_accusation_is_sent_with_the_reminder_of_article_30_and_others_without():
    words = "不得将检举、揭发材料"
    for kind in (DocumentKind.TRANSFER_LETTER, DocumentKind.ASSIGNMENT_LETTER):
        sent = {
            chosen: every_text(catalogue.render(kind, changed(kind, is_accusation=chosen)))[0]
            for chosen in ("yes", "no")
        }
        assert words in sent["yes"]
        assert words not in sent["no"]


def test_what_a_chosen_ground_needs_is_asked_for():
    kind = DocumentKind.NON_ACCEPTANCE_NOTICE
    with pytest.raises(DocumentError) as refusal:
        catalogue.render(kind, changed(kind, ground="not_competent"))

    assert "有权处理的机关" in refusal.value.message
    assert "不属于本机关职权范围" in refusal.value.message


def test_at_most_five_representatives_are_elected():
    kind = DocumentKind.REPRESENTATIVE_ELECTION
    catalogue.render(kind, changed(kind, representatives=["张某"] * 5))

    with pytest.raises(DocumentError, match="不超过5项"):
        catalogue.render(kind, changed(kind, representatives=["张某"] * 6))


@pytest.mark.parametrize("kind", [DocumentKind.REVIEW_OPINION, DocumentKind.RECHECK_OPINION])
def test_one_result_is_printed_and_not_the_others(kind: DocumentKind):
    words = {"upheld": "维持被申请人", "revoked": "撤销被申请人", "changed": "变更被申请人"}
    for chosen, printed in words.items():
        data = changed(kind, result=chosen, redo_days=30, changed_to="按0.8亩补偿")
        text = every_text(catalogue.render(kind, data))[0]
        assert printed in text
        assert not any(other in text for other in words.values() if other != printed)


def test_the_offices_fonts_are_used(tmp_path: Path):
    from tests.documents.test_office_fonts import faces

    own = tmp_path / "kai.ttf"
    own.write_bytes((FOLDER.parent / "fonts" / "NotoSansSC-Regular.ttf").read_bytes())
    kind = DocumentKind.ACCEPTANCE_NOTICE

    pdf = catalogue.render(kind, changed(kind), FontPaths(body=own))

    assert "NotoSansSC-Regular" in faces(pdf)
    assert "NotoSansSC-Regular" not in faces(example(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_every_paper_becomes_a_valid_archive(kind: DocumentKind):
    from datetime import UTC, datetime

    from reception_desk.imaging.archive import archived

    made = datetime(2026, 11, 25, tzinfo=UTC)
    first, second = (archived(example(kind), kind.label, made) for _ in range(2))

    check_archive(first)
    assert first == second
