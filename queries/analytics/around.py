"""What a network is drawn around: a territory, a sector, a filière, or one actor."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from graph.errors import Misuse, NotFound
from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.days import today

TERRITORIES = load(__file__, "territories")
SECTORS = load(__file__, "sectors")
EGO = load(__file__, "ego")
OPERATORS = load(__file__, "operators")

_NAF_WITHOUT_DOT = re.compile(r"([0-9]{2})([0-9]{1,2}[A-Za-z]?)")
_SPACED_DIGITS = re.compile(r"[0-9][0-9\s\u00a0\u202f.]{7,}")
_FORMER = "ancienne_commune"
_LEVELS_FR = {"departement": "département", "region": "région", _FORMER: "ancienne commune", "epci": "EPCI"}


class Around(BaseModel):
    """What to draw a network around.

    Several territories add up, so do several sectors and filières; a territory and a sector together mean the
    companies that are in both. `ego` stands alone.

    Args:
        territory: uids (`epci:200018083`), codes or exact names.
        sector: NAF codes at any level, uids or exact labels.
        filiere: codes, uids, labels or aliases of filières.
        ego: one company (uid, SIREN, SIRET) or operator (uid, name, alias).
        as_of: a done visit dated after this day counts as planned; default today.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    territory: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    filiere: tuple[str, ...] = ()
    ego: str | None = Field(default=None, min_length=1)
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Perimeter:
    """An `Around` whose words were understood.

    Args:
        title: its name, in French.
        frames: which frames a company must be in, all of them: `territory`, `sector`, or `ego`.
        territories: uids of the territories asked for and of all inside them.
        sectors: uids of the sectors and filières asked for and of all they contain.
        communes, epcis, departements: the codes that a company in the territories bears, one level each.
        nafs: the NAF codes that a company in the sectors bears.
        company, operator: uid of the ego.
        operator_id: the operator's internal id.
        as_of: the day of the question, as ISO text.
    """

    title: str
    frames: tuple[str, ...]
    territories: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    epcis: tuple[str, ...] = ()
    departements: tuple[str, ...] = ()
    nafs: tuple[str, ...] = ()
    company: str = ""
    operator: str = ""
    operator_id: int = -1
    as_of: str = ""

    @property
    def parameters(self) -> dict[str, Any]:
        """The Cypher parameters of `companies` and `works`."""
        lists = ("territories", "sectors", "communes", "epcis", "departements", "nafs")
        return {
            "company": self.company,
            "operator": self.operator,
            **{name: list(getattr(self, name)) for name in lists},
        }


class _Ego(NamedTuple):
    kind: str
    uid: str
    label: str
    id: int


class _Frame(NamedTuple):
    uid: str
    level: str
    label: str
    inside: tuple[str, ...]


def perimeter(graph: Graph, caller: Caller, around: Around) -> Perimeter:
    """Understand the words of an `Around`.

    Raises:
        Misuse: nothing is asked, an ego with something else, a territory or sector that is unknown or
        several.
        NotFound: the ego is nothing that the caller may know.
    """
    as_of = (around.as_of or today()).isoformat()
    framed = around.territory or around.sector or around.filiere
    if around.ego and framed:
        raise Misuse("Un acteur seul ne se croise pas avec un territoire, un secteur ou une filière.")
    if around.ego:
        return _ego(graph, caller, around.ego, as_of)
    if not framed:
        raise Misuse("Il manque un périmètre.", hint="Donnez un territoire, un secteur, une filière ou un acteur.")
    places = _territories(graph, caller, around.territory)
    sectors = _sectors(graph, caller, around.sector, filiere=False)
    filieres = _sectors(graph, caller, around.filiere, filiere=True)
    names = [f"{_LEVELS_FR.get(p.level, p.level)} {p.label}" for p in places]
    fields = [f"{s.label} ({s.uid.partition(':')[2]})" for s in sectors] + [f"filière {s.label}" for s in filieres]
    return Perimeter(
        title=" ; ".join(part for part in (", ".join(fields), ", ".join(names)) if part),
        frames=tuple(frame for frame, asked in (("territory", places), ("sector", fields)) if asked),
        territories=tuple(sorted({uid for place in places for uid in place.inside})),
        sectors=tuple(sorted({uid for sector in [*sectors, *filieres] for uid in sector.inside})),
        communes=_codes(places, ("commune", _FORMER), "commune"),
        epcis=_codes(places, ("epci",), "epci"),
        departements=_codes(places, ("departement", "region", "pays"), "departement"),
        nafs=tuple(sorted(_naf_codes([*sectors, *filieres]))),
        as_of=as_of,
    )


def _territories(graph: Graph, caller: Caller, asked: Sequence[str]) -> list[_Frame]:
    found = _look_up(graph, caller, TERRITORIES, [word.strip() for word in asked])
    frames = []
    for word in asked:
        meant = found[word.strip()]
        current = [frame for frame in meant if frame.level != _FORMER] or meant
        if not current:
            raise Misuse(
                f"Le territoire « {word} » est inconnu.",
                hint="Donnez son code, son nom exact, ou niveau:code.",
            )
        if len(current) > 1:
            choices = ", ".join(f"{frame.uid} ({frame.label})" for frame in current[:6])
            raise Misuse(f"« {word} » désigne plusieurs territoires : {choices}.", hint="Précisez lequel.")
        frames += current
    return frames


def _sectors(graph: Graph, caller: Caller, asked: Sequence[str], *, filiere: bool) -> list[_Frame]:
    words = [_dotted(word.strip()) for word in asked]
    found = _look_up(graph, caller, SECTORS, words, filiere=filiere)
    frames: dict[str, _Frame] = {}
    for word in words:
        if not found[word]:
            what = f"La filière « {word} » est inconnue." if filiere else f"Le secteur « {word} » est inconnu."
            hint = (
                "Donnez son code ou son libellé exact." if filiere else "Donnez un code NAF, comme 62, 62.01 ou 62.01Z."
            )
            raise Misuse(what, hint=hint)
        # one code may stand in two nomenclatures (NAF rév. 2 and NAF 2025): both are meant
        frames.update((frame.uid, frame) for frame in found[word])
    return list(frames.values())


def _look_up(
    graph: Graph, caller: Caller, cypher: str, words: Sequence[str], **parameters: Any
) -> dict[str, list[_Frame]]:
    """Return what each word means, by key first; names, which take a scan, for the words that are no key."""
    found: dict[str, list[_Frame]] = defaultdict(list)
    for by_name in (False, True):
        asked = sorted({word for word in words if word not in found})
        if not asked:
            break
        for record in graph.read(cypher, caller, asked=asked, by_name=by_name, **parameters):
            word = record.pop("word")
            found[word].append(_Frame(record["uid"], record["level"], record["label"], tuple(record["inside"])))
    return found


def _ego(graph: Graph, caller: Caller, word: str, as_of: str) -> Perimeter:
    kind, _, rest = word.strip().partition(":")
    asked = rest.strip() if kind in ("company", "operator") and rest else word.strip()
    if _SPACED_DIGITS.fullmatch(asked):
        asked = re.sub(r"\D", "", asked)
    found = [_Ego(**record) for record in graph.read(EGO, caller, asked=asked)]
    if kind in ("company", "operator") and rest:
        found = [actor for actor in found if actor.kind == kind]
    if not found:
        raise NotFound(
            f"Aucune entreprise ni aucun opérateur connu sous « {word} ».",
            hint="Donnez un SIREN, un SIRET, ou le nom exact d'un opérateur.",
        )
    if len(found) > 1:
        choices = ", ".join(f"{actor.kind}:{actor.uid}" for actor in found[:6])
        raise Misuse(f"« {word} » désigne plusieurs acteurs : {choices}.", hint="Précisez lequel.")
    [actor] = found
    if actor.kind == "company":
        return Perimeter(title=f"entreprise {actor.uid}", frames=("ego",), company=actor.uid, as_of=as_of)
    return Perimeter(
        title=f"opérateur {actor.label}",
        frames=("ego",),
        operator=actor.uid,
        operator_id=actor.id,
        as_of=as_of,
    )


def _dotted(code: str) -> str:
    match = _NAF_WITHOUT_DOT.fullmatch(code)
    return f"{match.group(1)}.{match.group(2).upper()}" if match else code


def _codes(places: Sequence[_Frame], levels: Sequence[str], wanted: str) -> tuple[str, ...]:
    """Return the codes of a level inside places of some levels: a company bears the code of each level."""
    inside = {uid.partition(":") for place in places if place.level in levels for uid in place.inside}
    return tuple(sorted(code for level, _, code in inside if level == wanted))


def _naf_codes(frames: Sequence[_Frame]) -> set[str]:
    inside = {uid.partition(":") for frame in frames for uid in frame.inside}
    return {code for nomenclature, _, code in inside if nomenclature.startswith("naf")}


class Operator(NamedTuple):
    """An institution, as a form offers it."""

    uid: str
    name: str


def operators(graph: Graph, caller: Caller) -> list[Operator]:
    """Return the institutions that a network can be drawn around, by name."""
    return [Operator(**record) for record in graph.read(OPERATORS, caller)]
