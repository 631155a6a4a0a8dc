"""What the engine is asked and what it answers: the whole seam between matching and the rest.

Whatever ranks names behind `Registry.candidates` may change; these types may not.
"""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Mention:
    """An organisation as somebody wrote it in a file, a form or a search box.

    `siren` and `siret` are valid ones only (checked by the reader). `evidence_siren` is what is left of a
    damaged identifier: the valid SIREN prefix of a wrong SIRET, or a padded value. It never decides alone.
    """

    name: str
    commune: str | None = None
    code_commune: str | None = None
    code_postal: str | None = None
    departement: str | None = None
    naf: str | None = None
    siren: str | None = None
    siret: str | None = None
    evidence_siren: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An organisation of the registry, with every name and every place it is known by.

    `listed=False` (created from an identifier alone, unverified) is found by identifier, never by name.
    `former_sirens` are those of organisations that were found to be this one.
    """

    uid: str
    siren: str | None
    names: tuple[str, ...]
    code_communes: tuple[str, ...] = ()
    codes_postaux: tuple[str, ...] = ()
    departements: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    naf: str | None = None
    sirets: tuple[str, ...] = ()
    listed: bool = True
    former_sirens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that may be the one meant; `score` is the probability given to it (0 to 1)."""

    uid: str
    siren: str | None
    name: str
    score: float
    reasons: tuple[str, ...] = ()


class Outcome(StrEnum):
    """The three outcomes, and no other."""

    LINKED = "linked"
    REVIEW = "review"
    UNKNOWN = "unknown"


class Code(StrEnum):
    """Why a decision is what it is, for programs; `Decision.reasons` says it to people."""

    IDENTIFIER = "identifier"
    IDENTIFIER_CONTRADICTED = "identifier_contradicted"
    IDENTIFIERS_DISAGREE = "identifiers_disagree"
    IDENTIFIER_ABSENT = "identifier_absent"
    NAME = "name"
    NAME_DOUBTFUL = "name_doubtful"
    NO_CANDIDATE = "no_candidate"


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with a mention: `candidate` is set when, and only when, it is linked.

    `absent_siren` is the valid SIREN that the registry lacks (outcome unknown): the caller may create an
    unverified company with it.
    """

    outcome: Outcome
    code: Code
    candidate: Candidate | None = None
    candidates: tuple[Candidate, ...] = ()
    reasons: tuple[str, ...] = field(default=())
    absent_siren: str | None = None
