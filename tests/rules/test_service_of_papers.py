"""送达: what each way must show, and from which day the petitioner's period runs."""

from dataclasses import replace
from datetime import date

import pytest

from reception_desk.rules.codes import CodeListName, name
from reception_desk.rules.service_of_papers import (
    Service,
    ServiceWay,
    served_on,
    why_not_served,
)

ISSUED, TODAY = date(2026, 11, 2), date(2026, 11, 27)
WHOLE = {
    ServiceWay.DIRECT: Service(ServiceWay.DIRECT, TODAY, received_by="张某"),
    ServiceWay.POST: Service(ServiceWay.POST, TODAY, mail_number="1188000000000"),
    ServiceWay.OTHER: Service(ServiceWay.OTHER, TODAY, note="委托村委会转交"),
    ServiceWay.LEFT: Service(ServiceWay.LEFT, TODAY, witness="村委会李某", note="拒绝签收"),
    ServiceWay.ELECTRONIC: Service(ServiceWay.ELECTRONIC, TODAY, has_consent=True),
    ServiceWay.ENTRUSTED: Service(ServiceWay.ENTRUSTED, TODAY, note="委托武汉市信访局"),
    ServiceWay.PUBLIC_NOTICE: Service(ServiceWay.PUBLIC_NOTICE, TODAY, note="下落不明"),
}


@pytest.mark.parametrize("way", ServiceWay)
def test_every_way_is_a_code_and_stands_when_it_shows_what_it_must(way):
    assert name(CodeListName.DELIVERY_WAY, way.value)
    assert why_not_served(WHOLE[way], ISSUED, TODAY) == ""


@pytest.mark.parametrize("way", ServiceWay)
def test_no_way_stands_with_nothing_shown(way):
    assert why_not_served(Service(way, TODAY), ISSUED, TODAY)


def test_who_refuses_is_not_served_directly_but_by_leaving_the_paper():
    refused = replace(WHOLE[ServiceWay.DIRECT], is_refused=True)
    assert "留置送达" in why_not_served(refused, ISSUED, TODAY)


@pytest.mark.parametrize(
    ("day", "sentence"), [(date(2026, 11, 1), "早于文书的成文日期"), (date(2026, 11, 28), "今天")]
)
def test_the_day_lies_between_the_paper_and_today(day, sentence):
    service = replace(WHOLE[ServiceWay.DIRECT], day=day)
    assert sentence in why_not_served(service, ISSUED, TODAY)


def test_a_public_notice_serves_after_thirty_days_the_others_on_their_day():
    assert served_on(WHOLE[ServiceWay.PUBLIC_NOTICE]) == date(2026, 12, 27)
    assert served_on(WHOLE[ServiceWay.POST]) == TODAY
