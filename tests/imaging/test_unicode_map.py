from reception_desk.imaging.unicode_map import unicode_map


def test_a_code_is_the_place_of_its_character():
    lines = unicode_map(map(ord, "一𠮷")).decode("ascii").splitlines()

    start = lines.index("2 beginbfchar")
    assert lines[start + 1 : start + 4] == ["<0001> <4E00>", "<0002> <D842DFB7>", "endbfchar"]


def test_a_block_holds_a_hundred_characters_at_most():
    lines = unicode_map(range(0x4E00, 0x4E00 + 201)).decode("ascii").splitlines()

    assert [line for line in lines if line.endswith("beginbfchar")] == [
        "100 beginbfchar",
        "100 beginbfchar",
        "1 beginbfchar",
    ]
