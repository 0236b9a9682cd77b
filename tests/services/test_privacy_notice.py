"""The privacy notice on a screen has the words of the paper."""

from pathlib import Path

from reception_desk.config import resource
from reception_desk.documents.template import Mark
from reception_desk.records.papers import Office
from reception_desk.services.hall import save_hall
from reception_desk.services.privacy_notice import notice_words
from tests.offices import SampleOffice


def test_it_names_the_hall_and_every_right(desk: SampleOffice):
    save_hall(desk.database, desk.administrator, Office("孝昌县接访大厅", phone="0712-0000000"))

    words = notice_words(desk.database)

    text = "\n".join(paragraph.text for paragraph in words)
    assert "孝昌县接访大厅" in text
    assert "0712-0000000" in text
    assert "出示身份证不是登记的条件" in text
    assert "15日内答复" in text
    assert [line.mark for line in words].count(Mark.HEADING) == 7


def test_the_office_may_word_it_otherwise(desk: SampleOffice, tmp_path: Path):
    shipped = resource("documents", "privacy_notice.toml").read_text(encoding="utf-8")
    own = shipped.replace("# 七、其他", "# 七、还有")
    (tmp_path / "privacy_notice.toml").write_text(own, encoding="utf-8")

    assert "七、还有" in [line.text for line in notice_words(desk.database, tmp_path)]
