"""The floor of a recording: `python -m … copy|code ADDRESS OUT SECONDS`, with nothing around it.

`copy` reads packets and writes them into one Matroska file; `code` decodes pictures and codes them
with the recorder's own settings. Prints the processor seconds it took.
"""

import sys
import time


def copy(address: str, out: str, seconds: float) -> None:
    """Copy a network camera's packets."""
    import av

    options = {"rtsp_transport": "tcp", "fpsprobesize": "0"}
    with av.open(address, options=options) as source, av.open(out, "w") as target:
        streams = {
            stream.index: target.add_stream_from_template(stream, opaque=True)
            for stream in source.streams
        }
        until = time.monotonic() + seconds
        for packet in source.demux():
            if time.monotonic() >= until:
                break
            if packet.dts is not None:
                packet.stream = streams[packet.stream_index]
                target.mux(packet)


def code(address: str, out: str, _seconds: float) -> None:
    """Code the pictures of a file."""
    import av

    from reception_desk.recording.parts import PICTURE_RATE, X264

    with av.open(address) as source, av.open(out, "w") as target:
        given = source.streams.video[0]
        stream = target.add_stream("libx264", rate=PICTURE_RATE, options=X264)
        stream.width, stream.height, stream.pix_fmt = given.width, given.height, "yuv420p"
        for frame in source.decode(given):
            frame.pict_type = 0
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))


if __name__ == "__main__":
    ACTS = {"copy": copy, "code": code}
    import av.codec  # noqa: F401 - loading is not measured

    BEGAN = time.process_time()
    ACTS[sys.argv[1]](sys.argv[2], sys.argv[3], float(sys.argv[4]))
    sys.stdout.write(f"{time.process_time() - BEGAN}\n")
