"""What a file really is: its first bytes decide, whatever its name says."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from graph.errors import FileRefused
from ingest.reading.table import Format

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REFUSED = (
    (b"%PDF", "un PDF", "Demandez le tableau d'origine (.xlsx ou .csv)."),
    (b"\x1f\x8b", "une archive gzip", "Décompressez-la d'abord."),
    (b"7z\xbc\xaf\x27\x1c", "une archive 7z", "Décompressez-la d'abord."),
    (b"Rar!", "une archive RAR", "Décompressez-la d'abord."),
    (b"\x89PNG", "une image", "Demandez le tableau d'origine (.xlsx ou .csv)."),
    (b"\xff\xd8\xff", "une image", "Demandez le tableau d'origine (.xlsx ou .csv)."),
    (b"{\\rtf", "un document RTF", "Enregistrez le tableau en .xlsx ou .csv."),
)
_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|style|div)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"\s*<(?:\?xml|!doctype|workbook)\b", re.IGNORECASE)
_EXTENSIONS: dict[str, Format] = {
    **dict.fromkeys((".csv", ".tsv", ".txt"), "csv"),
    **dict.fromkeys((".xlsx", ".xlsm", ".xls"), "xlsx"),
    ".parquet": "parquet",
}


def sniff(path: Path) -> Format:
    """Return the format of a file from its content.

    Raises:
        FileRefused: `missing-file`, `empty-file`, or a format that is not read, with what to do.
    """
    if not path.exists():
        raise FileRefused(f"Le fichier {path} n'existe pas.", code="missing-file", hint="Vérifiez son nom.")
    if not path.is_file():
        raise FileRefused(
            f"{path} n'est pas un fichier.", code="missing-file", hint="Donnez un fichier, pas un dossier."
        )
    try:
        with path.open("rb") as raw:
            start = raw.read(4096)
    except OSError as error:
        raise FileRefused(f"Le fichier {path} ne s'ouvre pas ({error.strerror}).", code="unreadable-file") from None
    if not start:
        raise FileRefused(f"Le fichier {path.name} est vide.", code="empty-file", hint="Vérifiez son enregistrement.")
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _inside_zip(path)
    if start.startswith(_OLE):
        raise _refuse_ole(path)
    for magic, what, hint in _REFUSED:
        if start.startswith(magic):
            raise FileRefused(f"{path.name} est {what}, pas un tableau.", code="not-a-table", hint=hint)
    _refuse_markup(path, start)
    return "csv"


def misleading_name(path: Path, found: Format) -> str | None:
    """Say that the extension announces another format than the content, None when it does not."""
    announced = _EXTENSIONS.get(path.suffix.lower())
    if announced is None or (announced == found and path.suffix.lower() != ".xls"):
        return None
    return (
        f"Le fichier s'appelle « {path.name} » mais son contenu est du {found.upper()} : "
        "c'est le contenu qui est suivi."
    )


def _refuse_markup(path: Path, start: bytes) -> None:
    """Refuse the HTML and XML that some programs save under the name of a workbook."""
    text = start.removeprefix(b"\xef\xbb\xbf")
    if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = text.replace(b"\0", b"")[2:]
    hint = "Ouvrez-le dans le tableur et enregistrez-le en .xlsx ou en CSV."
    if _HTML.match(text):
        raise FileRefused(f"{path.name} est une page HTML, pas un tableau.", code="html-file", hint=hint)
    if _XML.match(text):
        raise FileRefused(f"{path.name} est un document XML, pas un tableau lisible.", code="xml-file", hint=hint)


def _inside_zip(path: Path) -> Format:
    """Tell a workbook from the other things that are zip archives."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {info.filename.lower() for info in archive.infolist()}
            kind = archive.read("mimetype")[:60].decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError, EOFError):
        raise FileRefused(
            f"{path.name} est un classeur abîmé ou incomplet.",
            code="damaged-file",
            hint="Enregistrez-le à nouveau.",
        ) from None
    hint = "Enregistrez-le en .xlsx ou en CSV UTF-8."
    if "xl/workbook.bin" in names:
        raise FileRefused(
            f"{path.name} est un classeur binaire (.xlsb), qui n'est pas lu.", code="not-a-table", hint=hint
        )
    if "opendocument" in kind:
        raise FileRefused(
            f"{path.name} est un document OpenDocument (.ods), qui n'est pas lu.",
            code="not-a-table",
            hint=hint,
        )
    if not any(name.startswith("xl/") for name in names):
        raise FileRefused(
            f"{path.name} est une archive zip, pas un classeur.",
            code="not-a-table",
            hint="Décompressez-la d'abord.",
        )
    return "xlsx"


def _refuse_ole(path: Path) -> FileRefused:
    """Old Office container: an .xls, or an .xlsx behind a password. Its macros cannot be checked."""
    content = path.read_bytes() if path.stat().st_size < 100_000_000 else b""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return FileRefused(
            f"{path.name} est protégé par un mot de passe.",
            code="password",
            hint="Enregistrez-le sans mot de passe (Fichier, Informations, Protéger le classeur).",
        )
    return FileRefused(
        f"{path.name} est un ancien classeur Excel (97-2003, .xls), qui n'est pas lu : "
        "ses macros ne peuvent pas être contrôlées.",
        code="old-xls",
        hint="Enregistrez-le en .xlsx ou en CSV UTF-8 depuis le tableur.",
    )
