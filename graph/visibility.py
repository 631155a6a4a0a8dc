"""Who may see a fact, decided inside the query: the one mechanism that every question goes through.

A fact (an edge or a node that an institution entered) has an `owner`, the uid of an Operator, and a
`visibility`. A question runs for a `Caller`, whose parameters every Cypher text must use:

    v.visibility IN $layer                          the layer alone: what is computed across institutions
    (v.visibility IN $layer OR v.owner IN $own)     the layer, and the caller's own records
    (v.visibility IN $detail OR v.owner IN $own)    fields that a signalled record keeps for its owner

`unguarded` reads a Cypher text and names what it reads without such a condition; loading a question's file
refuses it, so that a new question cannot forget. See `docs/decisions/0003-access-inside-queries.md`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from graph.errors import AccessRefused


class Visibility(StrEnum):
    """How far a record goes, from the narrowest to the widest."""

    PRIVATE = "private"
    SIGNALLED = "signalled"
    SHARED = "shared"
    OPEN = "open"


class Layer(StrEnum):
    """What a caller reads of the others' records."""

    MEMBERS = "members"
    PUBLIC = "public"


LABELS_FR = {
    Visibility.PRIVATE: "Réservé à mon institution",
    Visibility.SIGNALLED: "Signalé aux partenaires",
    Visibility.SHARED: "Partagé entre partenaires",
    Visibility.OPEN: "Donnée ouverte",
}

_LAYER = {
    Layer.MEMBERS: [Visibility.SIGNALLED.value, Visibility.SHARED.value, Visibility.OPEN.value],
    Layer.PUBLIC: [Visibility.OPEN.value],
}
_DETAIL = {Layer.MEMBERS: [Visibility.SHARED.value, Visibility.OPEN.value], Layer.PUBLIC: []}


@dataclass(frozen=True, slots=True)
class Caller:
    """On whose behalf a question is asked.

    Args:
        layer: the layer of the others' records.
        organisation: uid of the Operator whose own records are added, or None.
        actor: who asks, for the audit; never used to decide.
    """

    layer: Layer = Layer.MEMBERS
    organisation: str | None = None
    actor: str = "dore"

    @property
    def across(self) -> Caller:
        """The same caller without its own records: for what is computed across institutions."""
        return Caller(self.layer, None, self.actor)

    @property
    def parameters(self) -> dict[str, list[str]]:
        """The three Cypher parameters that the conditions use."""
        own = [self.organisation] if self.organisation else []
        return {"layer": _LAYER[self.layer], "detail": _DETAIL[self.layer], "own": own}

    def members_only(self) -> None:
        """Refuse who does not read the layer of the member institutions.

        Raises:
            AccessRefused: the caller is not a member.
        """
        if self.layer is not Layer.MEMBERS:
            raise AccessRefused("Cette question est réservée aux institutions membres.")


MEMBER = Caller()
PUBLIC = Caller(Layer.PUBLIC)

MEANS_NODES = frozenset(
    {"Envelope", "Commitment", "Transfer", "Post", "Training", "Committee", "AgendaItem", "Referral", "Ruling"}
)
FACT_EDGES = frozenset(
    {"VISITED", "SUPPORTED", "PARTNERS_WITH", "CARRIES", "FOLLOWS", "RAISED", "TAKES_CARE_OF", "PARTY_TO"}
    | {"MEASURED_BY", "GAVE", "MET", "REPLICATED_IN"}
    | {"ACTION_OF", "LEADS", "DECLARES", "INVITED_TO"}
    | {"BENEFITS_FROM", "ON_AGENDA", "HOLDS", "ATTENDED"}
)
FACT_NODES = frozenset(
    {"Company", "FormerCompany", "Merging", "Project", "Need", "Agreement", "Campaign", "CampaignTarget"}
    | {"NeedAct", "TerritorialNeed", "Decision", "AllocationScenario"}
    | {"ExperimentIndicator", "ExperimentResult", "Difficulty"}
    | {"AgreementAction", "Outsider", "Strategy", "Consultation", "ConsultationReply"}
    | MEANS_NODES
)
"""`Company` is one because a company without SIREN has the level of the fact that brought it."""
PRIVATE_NODES = frozenset(
    {"Agent", "Contact", "Review", "Reading", "Import", "VisitChange", "Notice", "Exchange", "Demand"}
)
"""Read for their owner alone: `own` must be in the condition."""
ACCOUNT_NODES = frozenset({"Person", "Membership", "Key", "Session", "Link", "AuditEvent"})
"""Read by `access/` alone: a question that names one is refused."""
APART_NODES = frozenset({"Frozen", "Suppression"})
"""What was taken out of everybody's sight but the dpo's, and who is not to come back: no question reads them."""
REFERENCE_EDGES = frozenset(
    {
        "LOCATED_IN",
        "PART_OF",
        "IN_SECTOR",
        "INCLUDES",
        "SITE_OF",
        "SUCCEEDED_BY",
        "BECAME",
        "COVERS",
        "OFFERS",
        "MERGED_INTO",
    }
)

_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)
_STRING = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_EDGE = re.compile(r"-\s*\[([^\]]*)\]\s*-|(--)")
_NODE = re.compile(r"\(\s*(\w*)\s*:\s*([A-Za-z_|&!:\s]+?)\s*(?:\{|\)|WHERE)")


def unguarded(cypher: str) -> list[str]:
    """Return what a Cypher text reads without the layer's condition, in words; empty when it is safe.

    An edge must name its type; an edge or node of a fact must have a variable, and that variable must stand in
    `<var>.visibility IN $layer`. A node that is private to its owner must stand in `<var>.owner IN $own`.
    Paths of variable length over facts are refused: no variable could carry the condition.
    """
    text = _STRING.sub("''", _COMMENT.sub("", cypher))
    wrong = []
    for match in _EDGE.finditer(text):
        wrong += _wrong_edge(match.group(1), text)
    for variable, labels in _NODE.findall(text):
        named = set(re.findall(r"\w+", labels))
        if named & FACT_NODES and not _guarded(variable, text):
            wrong.append(f"node ({variable}:{labels}) without `{variable}.visibility IN $layer`")
        if named & PRIVATE_NODES and not re.search(rf"\b{variable}\.owner\s+IN\s+\$own\b", text):
            wrong.append(f"node ({variable}:{labels}) without `{variable}.owner IN $own`")
        if named & ACCOUNT_NODES:
            wrong.append(f"node ({variable}:{labels}) is of the accounts, which no question reads")
        if named & APART_NODES:
            wrong.append(f"node ({variable}:{labels}) is frozen or suppressed, which no question reads")
    return wrong


def _wrong_edge(inside: str | None, text: str) -> list[str]:
    head = (inside or "").split("{")[0]
    variable, _, types = head.partition(":")
    named = set(re.findall(r"[A-Z_]{2,}", types))
    if not named:
        return [f"edge [{inside or ''}] without a type"]
    if unknown := named - FACT_EDGES - REFERENCE_EDGES:
        return [f"edge type {', '.join(sorted(unknown))} is neither a fact nor a reference"]
    if not named & FACT_EDGES:
        return []
    if "*" in head:
        return [f"edge [{head}] of variable length over facts"]
    if not _guarded(variable.strip(), text):
        return [f"edge [{head}] without `{variable.strip() or '?'}.visibility IN $layer`"]
    return []


def _guarded(variable: str, text: str) -> bool:
    return bool(variable) and bool(re.search(rf"\b{variable}\.visibility\s+IN\s+\$layer\b", text))
