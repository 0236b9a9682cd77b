"""A network camera on a loopback port: a real RTSP server (RFC 2326, TCP interleaved).

It plays a film over and over, and does what cameras do on bad days: the cable is cut, the picture
stalls while the connection stands, the clock jumps, the resolution changes, the door stays shut.
With a password, it asks for it as cameras do (Digest).
"""

import base64
import contextlib
import hashlib
import re
import socket
import struct
import threading
import time
from collections.abc import Iterator
from typing import Self

from reception_desk.recording.film import SOUND_RATE, Film, FilmPlan, Unit, film_of
from reception_desk.recording.rtp import PICTURE_CLOCK, RtpStream

PUBLIC = "OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN"
PICTURE_TYPE, SOUND_TYPE = 96, 97
SOUND_FORM = (
    "streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3"
)
USER, REALM, NONCE = "admin", "camera", "5f3a9c1b"
REFUSAL = (
    "RTSP/1.0 401 Unauthorized\r\nCSeq: {number}\r\n"
    f'WWW-Authenticate: Digest realm="{REALM}", nonce="{NONCE}"\r\n\r\n'
)
PICTURE_TRACK, SOUND_TRACK = "track1", "track2"
STALL_POLL_SECONDS = 0.02


class SimulatedCamera:
    """Serves in threads of its own between `with` and its end."""

    def __init__(self, plan: FilmPlan | None = None, password: str = "") -> None:
        self._password = password
        self.film = film_of(plan or FilmPlan())
        self.clock_shift_ms = 0.0
        """Added to what is sent from now on: a camera whose clock was set."""
        self.is_stalled = threading.Event()
        self.is_shut = threading.Event()
        """Refuses whoever connects, as a camera that starts again."""
        self.is_blind = threading.Event()
        """Sends sound only, though pictures were asked for."""
        self.sent_pictures = 0
        """How many pictures were sent to whoever asked for them."""
        self._lost_pictures = 0
        self._is_over = threading.Event()
        self._lines: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"rtsp://127.0.0.1:{self._server.getsockname()[1]}/picture"
        self._threads = [threading.Thread(target=self._accept, name="simulated-camera")]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self.cut()
        for thread in self._threads:
            thread.join()

    @property
    def listeners(self) -> int:
        """Return how many are connected."""
        with self._lock:
            return len(self._lines)

    def cut(self) -> None:
        """Cut every line, as a pulled cable seen from both ends."""
        with self._lock:
            lines = list(self._lines)
        for line in lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def change_film(self, plan: FilmPlan) -> None:
        """Go on with another film on the same line: another resolution, say."""
        self.film = film_of(plan)

    def lose_pictures(self, count: int) -> None:
        """Leave out the next pictures that are no key."""
        self._lost_pictures = count

    def _accept(self) -> None:
        while not self._is_over.is_set():
            try:
                line, _ = self._server.accept()
            except OSError:
                return
            if self.is_shut.is_set():
                line.close()
                continue
            with self._lock:
                self._lines.add(line)
            thread = threading.Thread(target=self._serve, args=(line,), name="camera-line")
            self._threads.append(thread)
            thread.start()

    def _serve(self, line: socket.socket) -> None:
        asked: set[str] = set()
        player = threading.Thread(target=self._play, args=(line, asked), name="camera-player")
        try:
            with contextlib.suppress(OSError):
                for method, number, url, proof in _requests(line):
                    if self._password and not _is_proved(proof, method, self._password):
                        line.sendall(REFUSAL.format(number=number).encode())
                        continue
                    line.sendall(self._answer(method, number, url))
                    if method == "SETUP":
                        asked.add(url.rpartition("/")[2])
                    elif method == "PLAY":
                        player.start()
                    elif method == "TEARDOWN":
                        break
        finally:
            with self._lock:
                self._lines.discard(line)
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            if player.ident:
                player.join()
            line.close()

    def _answer(self, method: str, number: str, url: str) -> bytes:
        head = [f"CSeq: {number}"]
        body = ""
        if method == "OPTIONS":
            head.append(f"Public: {PUBLIC}")
        elif method == "DESCRIBE":
            body = _sdp(self.film)
            head += ["Content-Type: application/sdp", f"Content-Base: {self.url}/"]
        elif method == "SETUP":
            first = 0 if url.endswith(PICTURE_TRACK) else 2
            way = f"RTP/AVP/TCP;unicast;interleaved={first}-{first + 1}"
            head += [f"Transport: {way}", "Session: 20261127;timeout=60"]
        elif method == "PLAY":
            head += ["Session: 20261127", "Range: npt=0.000-"]
        head.append(f"Content-Length: {len(body)}")
        return ("RTSP/1.0 200 OK\r\n" + "\r\n".join(head) + "\r\n\r\n" + body).encode()

    def _play(self, line: socket.socket, asked: set[str]) -> None:
        picture = RtpStream(PICTURE_TYPE, 0x1001, PICTURE_CLOCK)
        sound = RtpStream(SOUND_TYPE, 0x1002, SOUND_RATE)
        with contextlib.suppress(OSError):
            for is_picture, unit, at_ms in self._timed():
                if (PICTURE_TRACK if is_picture else SOUND_TRACK) not in asked:
                    continue
                stream = picture if is_picture else sound
                sent_ms = at_ms + self.clock_shift_ms
                packets = stream.pictures if is_picture else stream.sound
                channel = 0 if is_picture else 2
                line.sendall(
                    b"".join(
                        struct.pack(">cBH", b"$", channel, len(packet)) + packet
                        for packet in packets(unit.data, sent_ms)
                    )
                )
                self.sent_pictures += is_picture

    def _timed(self) -> Iterator[tuple[bool, Unit, float]]:
        """Yield what is due, when it is due, until the end of the camera."""
        began, reels = time.monotonic(), _Reels(self.film)
        while True:
            reels.change_to(self.film)
            is_picture, unit, at_ms = reels.next()
            wait = began + at_ms / 1000 - time.monotonic()
            if self._is_over.wait(max(0.0, wait)):
                return
            while self.is_stalled.is_set():
                if self._is_over.wait(STALL_POLL_SECONDS):
                    return
            if is_picture and self.is_blind.is_set():
                continue
            if is_picture and self._lost_pictures and not unit.is_key:
                self._lost_pictures -= 1
                continue
            yield is_picture, unit, at_ms


class _Reels:
    """A film played over and over; its pictures and its sound each at their own length."""

    def __init__(self, film: Film) -> None:
        self._film = film
        self._picture, self._sound = 0, 0
        self._picture_ms, self._sound_ms = 0.0, 0.0

    def change_to(self, film: Film) -> None:
        """Go on with another film where a key picture is due."""
        if film is not self._film and self._film.pictures[self._picture].is_key:
            self._picture_ms += self._film.pictures[self._picture].at_ms
            self._film, self._picture = film, 0

    def next(self) -> tuple[bool, Unit, float]:
        """Return whether it is a picture, what it is, and when it is due in ms."""
        picture = self._film.pictures[self._picture]
        sound = self._film.sounds[self._sound % len(self._film.sounds)]
        picture_at = self._picture_ms + picture.at_ms
        sound_at = self._sound_ms + sound.at_ms
        if picture_at <= sound_at:
            self._picture += 1
            if self._picture == len(self._film.pictures):
                self._picture, self._picture_ms = 0, self._picture_ms + self._film.length_ms
            return True, picture, picture_at
        self._sound += 1
        if self._sound >= len(self._film.sounds):
            self._sound, self._sound_ms = 0, self._sound_ms + self._film.sound_length_ms
        return False, sound, sound_at


def _is_proved(proof: str, method: str, password: str) -> bool:
    """Say whether a request proves that it knows the password of `USER` (RFC 2069)."""
    said = dict(re.findall(r'(\w+)="([^"]*)"', proof))

    def digest(*parts: str) -> str:
        return hashlib.md5(":".join(parts).encode(), usedforsecurity=False).hexdigest()

    wanted = digest(digest(USER, REALM, password), NONCE, digest(method, said.get("uri", "")))
    return said.get("username") == USER and said.get("response") == wanted


def _requests(line: socket.socket) -> Iterator[tuple[str, str, str, str]]:
    """Yield method, number, URL and proof of each request; RTCP between them is passed over."""
    with line.makefile("rb") as file:
        while first := file.read(1):
            if first == b"$":
                _, size = struct.unpack(">BH", file.read(3))
                file.read(size)
                continue
            words = (first + file.readline()).decode("ascii", "replace").split()
            heads = {}
            while (text := file.readline().decode("ascii", "replace").strip()) != "":
                name, _, value = text.partition(":")
                heads[name.lower()] = value.strip()
            file.read(int(heads.get("content-length", 0)))
            if len(words) == 3:
                yield words[0], heads.get("cseq", "0"), words[1], heads.get("authorization", "")


def _sdp(film: Film) -> str:
    """Return the description of the two streams (RFC 4566, RFC 6184, RFC 3640)."""
    sets = ",".join(base64.b64encode(each).decode("ascii") for each in film.parameter_sets)
    return "\r\n".join(
        (
            "v=0",
            "o=- 0 0 IN IP4 127.0.0.1",
            "s=camera",
            "c=IN IP4 0.0.0.0",
            "t=0 0",
            f"m=video 0 RTP/AVP {PICTURE_TYPE}",
            f"a=rtpmap:{PICTURE_TYPE} H264/{PICTURE_CLOCK}",
            f"a=fmtp:{PICTURE_TYPE} packetization-mode=1;sprop-parameter-sets={sets}",
            f"a=control:{PICTURE_TRACK}",
            f"m=audio 0 RTP/AVP {SOUND_TYPE}",
            f"a=rtpmap:{SOUND_TYPE} MPEG4-GENERIC/{SOUND_RATE}/1",
            f"a=fmtp:{SOUND_TYPE} {SOUND_FORM};config={film.sound_config.hex()}",
            f"a=control:{SOUND_TRACK}",
            "",
        )
    )
