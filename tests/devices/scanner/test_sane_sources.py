"""Glass, feeder and both sides as the drivers of the field name them."""

import pytest

from reception_desk.devices.scanner.sane_library import Option
from reception_desk.devices.scanner.sane_sources import available_sources, place_of, set_source
from reception_desk.records.scanning import PaperSource
from tests.devices.scanner.drivers import Driver, number_option, switch_option, text_option

FLATBED, FEEDER, DUPLEX = PaperSource.FLATBED, PaperSource.FEEDER, PaperSource.DUPLEX

ADF = "Automatic Document Feeder"
LEFT = f"{ADF}(left aligned)"
BOTH_LEFT = f"{ADF}(left aligned,Duplex)"
DRIVERS = {
    "airscan": [text_option("source", "Flatbed", "ADF", "ADF Duplex")],
    "fujitsu": [
        text_option("source", "Flatbed", "ADF Front", "ADF Back", "ADF Duplex", "Card Front")
    ],
    "hpaio": [text_option("source", "Flatbed", "ADF", "Duplex")],
    "brother4": [text_option("source", "FlatBed", LEFT, BOTH_LEFT)],
    "epson2": [text_option("source", "Flatbed", ADF), text_option("adf-mode", "Simplex", "Duplex")],
    "avision": [text_option("source", "Normal", "ADF", "ADF Rear", "ADF Duplex")],
    "imagescan": [text_option("source", "Document Table", "ADF"), switch_option("duplex")],
    "kvs40xx": [text_option("source", "adf", "fb"), switch_option("duplex")],
    "canon_dr": [text_option("source", "ADF Front", "ADF Back", "ADF Duplex")],
    "kvs1025": [switch_option("duplex")],
    "kyocera": [
        text_option(
            "source",
            "Auto",
            "DP",
            "Platen",
            "2-sided (Binding Top)",
            "2-sided (Binding Left/Right)",
        )
    ],
    "genesys": [text_option("source", "Flatbed", "Transparency Adapter")],
    "plustek": [text_option("source", "Normal", "Transparency", "Negative")],
    "hand": [number_option("resolution", 300)],
}
"""By the name of the SANE driver."""


@pytest.mark.parametrize(
    ("name", "sources"),
    [
        ("airscan", (FLATBED, FEEDER, DUPLEX)),
        ("fujitsu", (FLATBED, FEEDER, DUPLEX)),
        ("hpaio", (FLATBED, FEEDER, DUPLEX)),
        ("brother4", (FLATBED, FEEDER, DUPLEX)),
        ("epson2", (FLATBED, FEEDER, DUPLEX)),
        ("avision", (FLATBED, FEEDER, DUPLEX)),
        ("imagescan", (FLATBED, FEEDER, DUPLEX)),
        ("kvs40xx", (FLATBED, FEEDER, DUPLEX)),
        ("kyocera", (FLATBED, FEEDER, DUPLEX)),
        ("canon_dr", (FEEDER, DUPLEX)),
        ("kvs1025", (FEEDER, DUPLEX)),
        ("genesys", (FLATBED,)),
        ("plustek", (FLATBED,)),
        ("hand", ()),
    ],
)
def test_each_driver_is_understood(name: str, sources: tuple[PaperSource, ...]):
    assert available_sources(Driver(*DRIVERS[name])) == sources


@pytest.mark.parametrize(
    ("name", "wanted", "values"),
    [
        ("airscan", FLATBED, {"source": "Flatbed"}),
        ("airscan", FEEDER, {"source": "ADF"}),
        ("airscan", DUPLEX, {"source": "ADF Duplex"}),
        ("fujitsu", FEEDER, {"source": "ADF Front"}),
        ("hpaio", DUPLEX, {"source": "Duplex"}),
        ("brother4", FEEDER, {"source": LEFT}),
        ("brother4", DUPLEX, {"source": BOTH_LEFT}),
        ("epson2", FEEDER, {"source": ADF, "adf-mode": "Simplex"}),
        ("epson2", DUPLEX, {"source": ADF, "adf-mode": "Duplex"}),
        ("avision", FLATBED, {"source": "Normal"}),
        ("imagescan", DUPLEX, {"source": "ADF", "duplex": 1}),
        ("imagescan", FLATBED, {"source": "Document Table", "duplex": 0}),
        ("kvs40xx", FEEDER, {"source": "adf", "duplex": 0}),
        ("kvs1025", DUPLEX, {"duplex": 1}),
        ("kyocera", FEEDER, {"source": "DP"}),
        ("kyocera", FLATBED, {"source": "Platen"}),
        ("kyocera", DUPLEX, {"source": "2-sided (Binding Left/Right)"}),
        ("hand", FLATBED, {}),
    ],
)
def test_what_is_wanted_is_set_in_the_words_of_the_driver(
    name: str, wanted: PaperSource, values: dict[str, str | float]
):
    driver = Driver(*DRIVERS[name])

    assert set_source(driver, wanted) is wanted
    assert driver.values == values


@pytest.mark.parametrize(
    ("options", "wanted", "given"),
    [
        (DRIVERS["genesys"], FEEDER, FLATBED),
        (DRIVERS["genesys"], DUPLEX, FLATBED),
        (DRIVERS["canon_dr"], FLATBED, FEEDER),
        ([text_option("source", "Flatbed", ADF)], DUPLEX, FEEDER),
        ([text_option("source", "ADF Duplex")], FLATBED, DUPLEX),
        (DRIVERS["hand"], DUPLEX, FEEDER),
    ],
)
def test_a_place_the_device_lacks_becomes_the_nearest(
    options: list[Option], wanted: PaperSource, given: PaperSource
):
    assert set_source(Driver(*options), wanted) is given


@pytest.mark.parametrize("value", ["Auto", "Card Front", "ADF Back", "TMA Slides", "Negative", ""])
def test_odd_places_are_never_chosen(value: str):
    assert place_of(value) is None
