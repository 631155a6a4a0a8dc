"""Brings official files from their published addresses: resumable, checked, never half there.

A file takes its name only when whole and proved; `NAME.source.json` beside it then says where it came from,
and lets the next run see that nothing has changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from graph.errors import FileRefused, Interrupted, Misuse, NotFound, Refused
from graph.settings import Settings
from ingest.transfer import Partial, receive, version_of

Progress = Callable[[str, int, int | None], None]
TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_DIGEST = {"sha256": re.compile(r"\b[0-9a-fA-F]{64}\b"), "md5": re.compile(r"\b[0-9a-fA-F]{32}\b")}

FILES = {
    "sirene": ("StockUniteLegale_utf8.parquet", "StockEtablissement_utf8.parquet"),
    "cog": (
        "v_commune_2026.csv",
        "v_commune_depuis_1943.csv",
        "v_mvt_commune_2026.csv",
        "v_departement_2026.csv",
        "v_region_2026.csv",
    ),
    "naf": ("int_courts_naf_rev_2.xls",),
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """One file brought.

    Args:
        received: bytes that came in this run; 0 when the file had not changed.
        proof: `sha256` or `md5` (a published or given digest), `taille` (the announced size), `aucune`.
    """

    path: Path
    size: int
    received: int
    sha256: str
    proof: str


def addresses(kind: str, settings: Settings) -> list[str]:
    """Where the files of one kind (`sirene`, `cog` or `naf`) are published."""
    if kind not in FILES:
        raise Misuse(f"« {kind} » n'est pas un jeu de fichiers connu.", hint=f"Choisissez : {', '.join(FILES)}.")
    base = {"sirene": settings.sirene_url, "cog": settings.cog_url, "naf": settings.naf_url}[kind]
    return [f"{base.rstrip('/')}/{name}" for name in FILES[kind]]


def fetch(url: str, folder: Path, *, sha256: str | None = None, progress: Progress | None = None) -> Fetched:
    """Bring one file into `folder`, going on from what an earlier run left.

    Args:
        url: address of the file; its last part is the name of the file.
        folder: created when it is missing.
        sha256: the expected digest; without it, one published beside the file is used, if there is one.
        progress: called with the file's name, the bytes present and the bytes expected.

    Raises:
        NotFound: nothing at that address.
        FileRefused: what came has not the announced size or digest; it is deleted.
        Refused: the server or the network fails after several tries; what came is kept.
        Interrupted: stopped by the user; what came is kept.
    """
    if sha256 is not None and not _DIGEST["sha256"].fullmatch(sha256):
        raise Misuse("Une empreinte sha256 compte 64 chiffres hexadécimaux.")
    name = url.split("?", 1)[0].split("#", 1)[0].rsplit("/", 1)[-1]
    if not name or name in {".", ".."} or not re.match(r"https?://[^/]+/", url):
        raise Misuse(f"L'adresse {url} n'est pas celle d'un fichier (http ou https).")
    with _plain_words(name, url), httpx.Client(follow_redirects=True, timeout=TIMEOUT) as client:
        folder.mkdir(parents=True, exist_ok=True)
        here = _unchanged(client, url, folder / name, sha256)
        if here is not None:
            return here
        partial = Partial(folder / f"{name}.part")
        start = partial.size
        receive(client, url, partial, lambda n, total: progress(name, n, total) if progress else None)
        return _proved(client, url, partial, sha256, start)


def _unchanged(client: httpx.Client, url: str, target: Path, sha256: str | None) -> Fetched | None:
    """The file of an earlier run, if the server still has that very version."""
    try:
        source = json.loads(_source_note(target).read_text(encoding="utf-8"))
        known = (source["url"], source["version"], source["size"])
        digest, proof = str(source["sha256"]), str(source["proof"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not target.exists() or (sha256 is not None and sha256.lower() != _digests(target)["sha256"]):
        return None
    response = client.head(url, headers={"Accept-Encoding": "identity"})
    length = response.headers.get("content-length", "")
    now = (url, version_of(response), int(length) if length.isdigit() else None)
    if response.status_code != httpx.codes.OK or not known[1] or now != known:
        return None
    size = target.stat().st_size
    return Fetched(target, size, 0, digest, proof) if size == known[2] else None


def _proved(client: httpx.Client, url: str, partial: Partial, sha256: str | None, start: int) -> Fetched:
    """Compare size and digest with what is announced, then give the file its name."""
    name, size = partial.path.name.removesuffix(".part"), partial.size
    if partial.total is not None and size != partial.total:
        partial.forget()
        raise FileRefused(
            f"{name} compte {size} octets au lieu des {partial.total} annoncés.",
            code="wrong-size",
            hint="Le fichier a été supprimé ; relancez la commande.",
        )
    kind, expected = ("sha256", sha256) if sha256 else _published(client, url)
    digests = _digests(partial.path)
    if expected and digests[kind] != expected.lower():
        partial.forget()
        raise FileRefused(
            f"L'empreinte {kind} de {name} est {digests[kind][:12]}… au lieu de {expected[:12].lower()}….",
            code="wrong-checksum",
            hint="Le fichier a été supprimé ; relancez la commande.",
        )
    proof = kind if expected else ("taille" if partial.total is not None else "aucune")
    target = partial.path.with_name(name)
    source = {
        "url": url,
        "version": partial.validator,
        "size": size,
        "sha256": digests["sha256"],
        "proof": proof,
        "fetched_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    partial.path.replace(target)
    _source_note(target).write_text(json.dumps(source, indent=2) + "\n", encoding="utf-8")
    partial.forget()
    return Fetched(target, size, max(0, size - start), digests["sha256"], proof)


def _source_note(target: Path) -> Path:
    return target.with_name(target.name + ".source.json")


def _published(client: httpx.Client, url: str) -> tuple[str, str]:
    """The digest published beside the file, as `URL.sha256` or `URL.md5`; ("", "") when there is none."""
    for kind, pattern in _DIGEST.items():
        try:
            response = client.get(f"{url}.{kind}")
        except httpx.TransportError:
            continue
        # A page that says politely that nothing is there is no digest.
        if response.status_code == httpx.codes.OK and len(response.content) < 4096:
            found = pattern.search(response.text)
            if found:
                return kind, found[0]
    return "", ""


def _digests(path: Path) -> dict[str, str]:
    sums: dict[str, Any] = {"sha256": hashlib.sha256(), "md5": hashlib.md5(usedforsecurity=False)}
    with path.open("rb") as content:
        while block := content.read(1 << 20):
            for one in sums.values():
                one.update(block)
    return {kind: one.hexdigest() for kind, one in sums.items()}


@contextmanager
def _plain_words(name: str, url: str) -> Iterator[None]:
    """Turn what can go wrong on a network or a disk into one sentence."""
    again = "Relancez la même commande : elle reprendra où elle s'est arrêtée."
    try:
        yield
    except httpx.HTTPStatusError as error:
        status = error.response.status_code
        if status in {404, 410}:
            hint = "Vérifiez le réglage de cette adresse."
            raise NotFound(f"Il n'y a rien à l'adresse {url}.", hint=hint) from error
        raise Refused(f"Le serveur a refusé de donner {name} (code HTTP {status}).", hint=again) from error
    except httpx.InvalidURL as error:
        raise Misuse(f"L'adresse {url} n'est pas celle d'un fichier (http ou https).") from error
    except httpx.ConnectError as error:
        raise Refused(f"Impossible de joindre {httpx.URL(url).host} pour {name}.", hint=again) from error
    except httpx.TimeoutException as error:
        raise Refused(f"Le serveur a cessé de répondre pendant le transfert de {name}.", hint=again) from error
    except (httpx.HTTPError, httpx.StreamError) as error:
        raise Refused(f"Le transfert de {name} a été coupé plusieurs fois.", hint=again) from error
    except OSError as error:
        raise Refused(f"Impossible d'écrire {name} : {error.strerror or error}.") from error
    except KeyboardInterrupt as error:
        raise Interrupted(f"Transfert de {name} arrêté.", hint=again) from error
