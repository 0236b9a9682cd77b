"""宣读: which words of a registration are read back (条例 Art. 19(1): oral claims are recorded
truthfully), and that an answer counts for exactly those.
"""

from reception_desk.records.read_back import ReadBack
from reception_desk.records.visit import MaterialInput, VisitInput, VisitRecord
from reception_desk.rules.masking import mask_name, mask_phone


def read_back(visit: VisitInput | VisitRecord) -> ReadBack:
    """Return what is put before the petitioner; others in the hall may look on."""
    main = next((person for person in visit.persons if person.role.is_petitioner), None)
    name = (main.name or main.organisation_name or "") if main else ""
    return ReadBack(
        number=visit.shown_number if isinstance(visit, VisitRecord) else "",
        name=mask_name(name) if name else ("匿名" if visit.is_anonymous else ""),
        phone=mask_phone(main.phone) if main and main.phone else "",
        head_count=visit.head_count,
        respondent=(visit.respondent or "").strip(),
        requests=_lines(visit.claim),
        facts=_lines(visit.facts),
        materials=tuple(_paper(paper) for paper in visit.materials if paper.name.strip()),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _paper(paper: MaterialInput) -> str:
    kind = "原件" if paper.is_original else "复印件"
    return f"{paper.name.strip()}（{kind}，{paper.copies} 份，每份 {paper.pages} 页）"
