"""What the station is measured with: files of their own, and the same page in each."""

import numpy as np

from reception_desk.commands.bench.scanning_desk import numbered
from reception_desk.imaging.decode import decode_frame
from reception_desk.imaging.encode import encode_jpeg


def test_a_number_makes_another_file_of_the_same_page():
    pixels = np.random.default_rng(1).integers(0, 256, (40, 30, 3), np.uint8)
    jpeg = encode_jpeg(pixels, 300).data

    first, second = numbered(jpeg, 1), numbered(jpeg, 2)

    assert len({jpeg, first, second}) == 3
    frames = [decode_frame(each) for each in (jpeg, first, second)]
    assert all(np.array_equal(frames[0].pixels, frame.pixels) for frame in frames)
    assert {frame.dpi for frame in frames} == {300}
