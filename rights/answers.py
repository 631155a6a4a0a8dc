"""A person's file as it is shown and handed over: in words, as JSON, as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field

from access.people import Account
from graph.errors import Misuse
from graph.persons.holdings import Held
from graph.persons.traces import Kind, Wanted, trace_of
from rights.files import InFile

PLACES_FR = {
    "VISITED": "visite", "SUPPORTED": "aide", "Contact": "interlocuteur", "Agent": "agent", "Import": "import",
    "Review": "ligne à vérifier", "Project": "projet", "Need": "besoin", "Agreement": "convention",
    "Company": "entreprise saisie", "Establishment": "établissement", "Operator": "votre institution",
    "PARTY_TO": "partie à une convention", "Envelope": "enveloppe", "Committee": "comité",
    "CARRIES": "porteur d'un projet", "FOLLOWS": "suivi d'un projet", "RAISED": "besoin exprimé",
    "TAKES_CARE_OF": "prise en charge d'un besoin", "PARTNERS_WITH": "partenariat",
    "AgreementAction": "action d'une convention", "ACTION_OF": "action d'une convention",
    "LEADS": "pilote d'une action", "Outsider": "acteur cité", "Strategy": "stratégie de territoire",
    "DECLARES": "stratégie de territoire", "Consultation": "concertation", "INVITED_TO": "invité d'une concertation",
    "ConsultationReply": "réponse à une concertation",
    "Reading": "colonnes dites à la main", "Difficulty": "difficulté d'une expérimentation",
    "ExperimentIndicator": "indicateur d'une expérimentation", "ExperimentResult": "résultat d'une expérimentation",
    "Merging": "réunion d'entreprises", "Commitment": "engagement", "Transfer": "virement", "Post": "poste",
    "Training": "formation", "AgendaItem": "dossier de comité", "Referral": "question au siège", "Ruling": "décision",
    "BENEFITS_FROM": "bénéficiaire d'un engagement", "ON_AGENDA": "demandeur d'un dossier", "HOLDS": "poste",
    "ATTENDED": "formation suivie",
}  # fmt: skip
FIELDS_FR = {
    "agent": "agent", "note": "note", "purpose": "objet", "name": "nom", "names": "noms", "function": "fonction",
    "email": "adresse électronique", "phone": "téléphone", "title": "intitulé", "summary": "résumé",
    "raw": "cellule d'origine", "row": "ligne du fichier", "mention": "entreprise citée", "file": "nom du fichier",
    "reasons": "raisons du doute", "candidates": "entreprises proposées", "holder_name": "porteur",
    "mailbox": "boîte fonctionnelle", "lesson": "enseignement", "hypothesis": "hypothèse", "address": "adresse",
    "responsibilities": "responsabilités", "reason": "raison", "leader_name": "pilote", "guest_name": "invité",
    "document_titles": "documents", "document_urls": "adresses de documents",
    "text": "difficulté", "comment": "commentaire", "partners": "partenaires", "technical_help": "aide technique",
    "financial_help": "aide financière", "administrative_help": "aide administrative", "derogation": "dérogation",
    "minutes": "compte rendu", "members": "membres", "answer": "réponse", "trainer": "qui forme", "place": "lieu",
}  # fmt: skip
_AROUND = 60


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(_Answer):
    """A text in which the person stands."""

    field: str = Field(description="in French")
    text: str = Field(description="whole, as it stands")
    excerpt: str = Field(description="the part around the person")


class Item(_Answer):
    """A record in which the person stands."""

    ref: str
    kind: str = Field(description="in French")
    about: str | None = None
    siren: str | None = None
    on: str | None = None
    level: str | None = None
    places: tuple[Place, ...] = ()


class Line(_Answer):
    """A line of a kept file."""

    ref: str
    file: str
    line: int
    excerpt: str


class Member(_Answer):
    """An account of the institution."""

    uid: str
    name: str
    email: str
    role: str
    since: str
    until: str | None
    live: bool


class Ice(_Answer):
    """Something frozen, which the dpo alone sees."""

    act: str
    kind: str
    at: str
    places: tuple[Place, ...]


class Known(_Answer):
    """Something done about the person that lasts: an erasure, a freezing or an objection."""

    uid: str
    reason: str
    at: str


class Thaw(Known):
    """Something done about somebody that lasts, without saying whom it concerns."""

    by: str
    records: int = Field(description="things frozen")
    traces: tuple[str, ...] = Field(description="what is recognised: nom, adresse, numéro")
    only: int = Field(description="records that it is limited to; 0 is all")


class PersonFile(_Answer):
    """Everything that one institution holds of a person."""

    records: tuple[Item, ...]
    lines: tuple[Line, ...]
    members: tuple[Member, ...]
    frozen: tuple[Ice, ...]
    known: tuple[Known, ...]
    also: tuple[str, ...] = Field(description="other names, addresses, numbers that go with those sought")

    @property
    def count(self) -> int:
        """How many things are held."""
        return len(self.records) + len(self.lines) + len(self.members) + len(self.frozen)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Give the file as a table: where, what about, when, which field, what it says."""
        for one in self.records:
            about = " ".join(filter(None, (one.about, one.siren)))
            yield from ((one.kind, about, one.on or "", place.field, place.text) for place in one.places)
        for line in self.lines:
            yield "fichier gardé", line.file, "", f"ligne {line.line}", line.excerpt
        for member in self.members:
            yield "compte", member.role, member.since[:10], "nom, adresse", f"{member.name}, {member.email}"
        for ice in self.frozen:
            yield from ((f"{ice.kind} (gelé)", "", ice.at[:10], place.field, place.text) for place in ice.places)


HEADER = ("où", "à propos de", "date", "champ", "ce qui est écrit")


def file_of(
    records: Sequence[Held],
    lines: Sequence[InFile],
    members: Sequence[Account],
    ice: Sequence[dict[str, Any]],
    wanted: Wanted,
    known: Sequence[Known],
) -> PersonFile:
    """Put what was found in words."""
    items = tuple(_item(one, wanted) for one in records)
    return PersonFile(
        records=tuple(sorted(items, key=lambda one: (one.kind, one.on or "", one.ref))),
        lines=tuple(
            Line(ref=one.ref, file=one.file, line=one.line, excerpt=_excerpt(one.text, wanted)) for one in lines
        ),
        members=tuple(
            Member(uid=one.uid, name=one.name, email=one.email, role=one.role, since=one.since, until=one.until,
                   live=one.live)
            for one in members
        ),
        frozen=tuple(_ice(one, wanted) for one in ice),
        known=tuple(known),
        also=tuple(sorted(_also(records, members, wanted))),
    )  # fmt: skip


def thaw_of(record: dict[str, Any]) -> Thaw:
    """Put a lasting act in words."""
    words = {Kind.NAME: "nom", Kind.MAIL: "adresse", Kind.PHONE: "numéro"}
    traces = tuple(words[Kind(mark.partition(":")[0])] for mark in record["marks"])
    return Thaw(
        uid=record["uid"], reason=record["reason"], at=record["at"], by=record["by"], records=record["frozen"],
        traces=traces, only=record["only"],
    )  # fmt: skip


def _item(one: Held, wanted: Wanted) -> Item:
    return Item(
        ref=one.ref,
        kind=PLACES_FR.get(one.place, one.place),
        about=one.about,
        siren=one.siren,
        on=one.on,
        level=one.properties.get("visibility"),
        places=_places(one.properties if one.whole else one.texts, wanted, every=one.whole),
    )


def _ice(one: dict[str, Any], wanted: Wanted) -> Ice:
    values = orjson.loads(one["values"])
    places = _places(values, wanted, every="whole" in one)
    return Ice(act=one["act"], kind=PLACES_FR.get(one["place"], one["place"]), at=one["at"], places=places)


def _places(values: dict[str, Any], wanted: Wanted, *, every: bool) -> tuple[Place, ...]:
    """The texts of a record; of one that is a person, those that have a name in French."""
    made = []
    for name, value in values.items():
        if every and name not in FIELDS_FR:
            continue
        text = value if isinstance(value, str) else orjson.dumps(value).decode()
        made.append(Place(field=FIELDS_FR.get(name, name), text=text, excerpt=_excerpt(text, wanted)))
    return tuple(made)


def _excerpt(text: str, wanted: Wanted) -> str:
    spans = wanted.spans(text)
    start, end = spans[0] if spans else (0, 0)
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    return ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")


def _also(records: Sequence[Held], members: Sequence[Account], wanted: Wanted) -> set[str]:
    """The other ways in which the same person stands in records that are that person."""
    told = [one.properties.get(name) for one in records if one.whole for name in ("name", "email", "phone")]
    told += [text for one in members for text in (one.name, one.email)]
    found = set()
    for text in filter(None, told):
        try:
            trace_of(text)
        except Misuse:
            continue
        if not wanted.spans(text):
            found.add(text)
    return found
