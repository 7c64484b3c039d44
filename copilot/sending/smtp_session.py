"""One conversation with a mail server, over within a time that is set beforehand, whatever the server does."""

from __future__ import annotations

import contextlib
import io
import re
import smtplib
import socket
import ssl
import time
from collections.abc import Sequence
from typing import Any

OWN_NAME = "[127.0.0.1]"
"""What is said in EHLO: an address literal (RFC 5321, 4.1.3). The machine's own name is nobody's business."""
_DOT_FIRST = re.compile(rb"(?m)^\.")
END = b".\r\n"


class TimedSmtp(smtplib.SMTP):
    """smtplib's client, in which every step has what is left of the whole time: a byte a second gains nobody anything.

    Args:
        host: the server's name, with which its certificate is compared.
        places: its addresses, tried in turn.
        until: when it has to be over, by `time.monotonic`.
        tls: given where the connection begins with TLS (RFC 8314, section 3.3).

    `handed_over` says whether the end of a letter may have reached the server: before it, none was accepted.
    """

    def __init__(
        self, host: str, port: int, places: Sequence[str], until: float, tls: ssl.SSLContext | None = None
    ) -> None:
        self._places = places
        self._until = until
        self._tls = tls
        self.handed_over = False
        super().__init__(host, port, local_hostname=OWN_NAME)

    def connect(self, host: str = "", port: int = 0, source_address: Any = None) -> tuple[int, bytes]:
        """Call the first address that takes it, and hear the greeting."""
        self.file = None
        try:
            self.sock = self._called(port)
            if self._tls:
                self.sock = self._tls.wrap_socket(self.sock, server_hostname=host)
            return self.getreply()
        except BaseException:
            self.close()
            raise

    def _called(self, port: int) -> socket.socket:
        fault = OSError("no address")
        for place in self._places:
            try:
                return socket.create_connection((place, port), self._left())
            except TimeoutError:
                raise
            except OSError as refusal:
                fault = refusal
        raise fault

    def getreply(self) -> tuple[int, bytes]:
        """The next answer."""
        if self.file is None and self.sock is not None:
            self.file = io.BufferedReader(_Timed(self.sock, self._until))
        answer = super().getreply()
        if self.sock is not None:
            # What comes next without a reading before it, such as a handshake, has no more than what is left either.
            self.sock.settimeout(self._left())
        return answer

    def send(self, s: Any) -> None:
        """Send it in the time that is left."""
        if self.sock is not None:
            self.sock.settimeout(self._left())
        super().send(s)

    def hand_over(self, content: bytes) -> int:
        """Send a letter whose sender and recipient were accepted; the answer's code, 354 never among them.

        Its last line goes by itself: until that is sent the server has accepted nothing (RFC 5321, 4.1.1.4).
        """
        code, _ = self.docmd("DATA")
        if code != 354:
            return code
        whole = content if content.endswith(b"\r\n") else content + b"\r\n"
        self.send(_DOT_FIRST.sub(b"..", whole))
        self.handed_over = True
        self.send(END)
        return self.getreply()[0]

    def leave(self, seconds: float = 1.0) -> None:
        """Say goodbye and hang up, without waiting long for an answer."""
        self._until = min(self._until, time.monotonic() + seconds)
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self.putcmd("QUIT")
        self.close()

    def _left(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class _Timed(io.RawIOBase):
    """What a socket says, in the time that is left."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        self._sock = sock
        self._until = until

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        return self._sock.recv_into(buffer)
