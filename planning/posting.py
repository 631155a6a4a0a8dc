"""Mail: sent by the installation's SMTP server, or kept as files where there is none."""

from __future__ import annotations

import re
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from access import moments
from graph.errors import Misuse, Refused
from graph.settings import Settings

FOLDER = "digests"
"""Under `DORE_HOME`: mail that no server was there to send, kept 30 days (`rights.files`)."""
TIMEOUT_S = 30.0
_ADDRESS = re.compile(r"[^@\s,;<>\"\\()\x00-\x1f]{1,64}@[^@\s,;<>\"\\()\x00-\x1f]{1,255}")
_UNSAFE = re.compile(r"[^a-z0-9-]+")


class Letter(NamedTuple):
    """A mail: to whom, what about, what it says, and a name for its file."""

    to: str
    subject: str
    text: str
    name: str


def is_address(text: str | None) -> bool:
    """Whether mail can be sent there: one address, and nothing that would begin another header."""
    return bool(text and _ADDRESS.fullmatch(text.strip()))


def message_of(letter: Letter, settings: Settings) -> EmailMessage:
    """Return the message, marked as automatic so that no machine answers it."""
    host = urlsplit(settings.public_url).hostname or "dore.invalid"
    made = EmailMessage()
    made["From"] = settings.smtp_from or settings.contact or f"dore@{host}"
    made["To"] = letter.to.strip()
    made["Subject"] = " ".join(letter.subject.split())
    made["Date"] = format_datetime(moments.now())
    made["Message-ID"] = make_msgid(domain=host)
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(letter.text, cte="quoted-printable")
    return made


class Post:
    """Sends letters one after the other, over one connection.

    Args:
        settings: of the installation; without `smtp_host` letters become files.

    Raises:
        Misuse: half of the settings are there.
        Refused: the server is not reached, or refuses whoever signs in.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._server: smtplib.SMTP | None = None
        if settings.smtp_host and not (settings.smtp_from or settings.contact):
            raise Misuse("De qui sont les courriels ?", hint="Donnez DORE_SMTP_FROM, ou DORE_CONTACT.")

    def __enter__(self) -> Post:
        if self._settings.smtp_host:
            self._server = self._opened()
        return self

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()

    def send(self, letter: Letter) -> Path | None:
        """Send a letter, or write it and return where.

        Raises:
            Refused: the server did not take it.
        """
        message = message_of(letter, self._settings)
        if self._server is None:
            return self._written(letter, message)
        try:
            self._server.send_message(message)
        except (smtplib.SMTPException, OSError) as error:
            raise Refused(f"Le serveur de courriel n'a pas pris la lettre : {_said(error)}.") from error
        return None

    def _opened(self) -> smtplib.SMTP:
        settings, context = self._settings, ssl.create_default_context()
        where = (settings.smtp_host, settings.smtp_port)
        try:
            if settings.smtp_security == "tls":
                server: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=TIMEOUT_S, context=context)
            else:
                server = smtplib.SMTP(*where, timeout=TIMEOUT_S)
            if settings.smtp_security == "starttls":
                server.starttls(context=context)
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        except (smtplib.SMTPException, OSError) as error:
            raise Refused(
                f"Le serveur de courriel {settings.smtp_host} ne peut pas servir : {_said(error)}.",
                hint="Vérifiez DORE_SMTP_HOST, _PORT, _SECURITY, _USER et _PASSWORD.",
            ) from error
        return server

    def _written(self, letter: Letter, message: EmailMessage) -> Path:
        folder = self._settings.home / FOLDER
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = _UNSAFE.sub("-", letter.name.lower()).strip("-")[:80] or "lettre"
        path = folder / f"{moments.now():%Y%m%d-%H%M%S-%f}-{name}.eml"
        path.touch(mode=0o600, exist_ok=False)
        path.write_bytes(message.as_bytes())
        return path


def _said(error: Exception) -> str:
    """What went wrong, without what a server repeats of the letter."""
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__
