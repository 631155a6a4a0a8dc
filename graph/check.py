"""What violates the rules that Neo4j Community cannot enforce: `dore check`."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from graph.schema import FACT_EDGE_MODELS, NODE_MODELS
from graph.schema.base import FactNode
from graph.store import Graph

SHOWN = 20

PROVENANCE = ("uid", "owner", "visibility", "source_uid", "import_uid", "recorded_at", "recorded_by")
KEYS: dict[str, str] = {
    model.__label__: next(
        name for name, declared in model.defined_properties(aliases=False, rels=False).items() if declared.unique_index
    )
    for model in NODE_MODELS
}
EDGE_ENDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "VISITED": (("Operator",), ("Company",)),
    "SUPPORTED": (("Operator",), ("Company",)),
    # Between two companies that were found to be one, a partnership stays with the one that is gone.
    "PARTNERS_WITH": (("Operator", "Company", "FormerCompany"), ("Operator", "Company", "FormerCompany")),
    "CARRIES": (("Company", "Territory", "Operator"), ("Project",)),
    "FOLLOWS": (("Operator",), ("Project",)),
    "RAISED": (("Company", "Territory", "Operator"), ("Need",)),
    "TAKES_CARE_OF": (("Operator",), ("Need",)),
    "MEASURED_BY": (("Project",), ("ExperimentIndicator",)),
    "GAVE": (("ExperimentIndicator",), ("ExperimentResult",)),
    "MET": (("Project",), ("Difficulty",)),
    "REPLICATED_IN": (("Project",), ("Project",)),
    "PARTY_TO": (("Operator", "Company", "Territory", "Outsider"), ("Agreement",)),
    "ACTION_OF": (("AgreementAction",), ("Agreement",)),
    "LEADS": (("Operator",), ("AgreementAction",)),
    "DECLARES": (("Territory",), ("Strategy",)),
    "INVITED_TO": (("Operator", "Company", "Territory", "Outsider"), ("Consultation",)),
    "BENEFITS_FROM": (("Company", "Territory", "Operator"), ("Commitment",)),
    "ON_AGENDA": (("Company", "Territory", "Operator"), ("AgendaItem",)),
    "HOLDS": (("Operator",), ("Post",)),
    "ATTENDED": (("Operator",), ("Training",)),
    "SITE_OF": (("Establishment",), ("Company",)),
    "LOCATED_IN": (("Company", "FormerCompany", "Establishment"), ("Territory",)),
    "IN_SECTOR": (("Company", "FormerCompany"), ("Sector",)),
    "MERGED_INTO": (("FormerCompany",), ("Company", "FormerCompany")),
}


class Violation(BaseModel):
    """A rule that some records break."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str
    message: str
    count: int
    examples: list[str]


class CheckReport(BaseModel):
    """Every rule that was looked at, and those that are broken."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: int
    violations: list[Violation]


Rule = tuple[str, str, str]
"""Name, French sentence, and a Cypher text that returns `example` for each record that breaks it."""


def check(graph: Graph) -> CheckReport:
    """Look at every rule and return what breaks it, with up to twenty examples each."""
    rules = [*_keys(), *_provenance(), *_ends(), *_orphans(), *_values(), *_not_to_be_entered(), *_schema()]
    violations = []
    for name, message, cypher in rules:
        counted = f"RETURN count(example) AS count, collect(example)[..{SHOWN}] AS examples"
        [found] = graph.system_read(f"{cypher} WITH example ORDER BY example {counted}")
        if found["count"]:
            violations.append(Violation(rule=name, message=message, count=found["count"], examples=found["examples"]))
    return CheckReport(rules=len(rules), violations=violations + _missing_constraints(graph))


def _keys() -> list[Rule]:
    return [
        (
            f"key:{label}",
            f"Un nœud {label} n'a pas de clé « {key} », ou elle n'est pas un texte.",
            f"MATCH (n:{label}) WHERE n.{key} IS NULL OR NOT n.{key} IS :: {kind} NOT NULL "
            f"WITH coalesce(toString(n.{key}), elementId(n)) AS example",
        )
        for label, key in KEYS.items()
        for kind in ("INTEGER" if label in ("Change", "Migration") else "STRING",)
    ]


def _provenance() -> list[Rule]:
    missing = " OR ".join(f"{{0}}.{name} IS NULL" for name in PROVENANCE)
    edges = [
        (
            f"provenance:{type_}",
            f"Un fait {type_} n'a pas toute sa provenance (propriétaire, diffusion, source, import, date, auteur).",
            f"MATCH ()-[e:{type_}]->() WHERE {missing.format('e')} WITH coalesce(e.uid, elementId(e)) AS example",
        )
        for type_ in FACT_EDGE_MODELS
    ]
    nodes = [
        (
            f"provenance:{label}",
            f"Un nœud {label} n'a pas toute sa provenance (propriétaire, diffusion, source, import, date, auteur).",
            f"MATCH (n:{label}) WHERE {missing.format('n')} WITH coalesce(n.uid, elementId(n)) AS example",
        )
        for label in (model.__label__ for model in NODE_MODELS if issubclass(model, FactNode))
    ]
    return edges + nodes


def _ends() -> list[Rule]:
    rules = []
    for type_, (starts, ends) in EDGE_ENDS.items():
        wrong = f"NOT (a:{'|'.join(starts)}) OR NOT (b:{'|'.join(ends)})"
        rules.append(
            (
                f"ends:{type_}",
                f"Un lien {type_} ne relie pas {' ou '.join(starts)} à {' ou '.join(ends)}.",
                f"MATCH (a)-[e:{type_}]->(b) WHERE {wrong} WITH coalesce(e.uid, elementId(e)) AS example",
            )
        )
    return rules


def _orphans() -> list[Rule]:
    return [
        (
            "orphan:Establishment",
            "Un établissement n'appartient à aucune entreprise.",
            "MATCH (n:Establishment) WHERE NOT EXISTS { (n)-[:SITE_OF]->(:Company) } WITH n.siret AS example",
        ),
        (
            "orphan:Commune",
            "Une commune n'appartient à aucun département.",
            "MATCH (n:Territory {level: 'commune'}) "
            "WHERE NOT EXISTS { (n)-[:PART_OF]->(:Territory {level: 'departement'}) } WITH n.uid AS example",
        ),
        (
            "orphan:import",
            "Un fait cite un import qui n'existe pas.",
            "MATCH ()-[e:VISITED|SUPPORTED]->() WHERE e.source_uid <> 'test' "
            "AND NOT EXISTS { MATCH (i:Import {uid: e.import_uid}) } WITH e.uid AS example",
        ),
        (
            "orphan:owner",
            "Un fait appartient à une institution qui n'existe pas.",
            "MATCH ()-[e:VISITED|SUPPORTED]->() WHERE e.owner <> 'dore' "
            "AND NOT EXISTS { MATCH (o:Operator {uid: e.owner}) } WITH e.uid AS example",
        ),
    ]


def _values() -> list[Rule]:
    levels = "['private', 'signalled', 'shared', 'open']"
    return [
        (
            "value:siren",
            "Un SIREN n'est pas fait de neuf chiffres.",
            "MATCH (c:Company) WHERE c.siren IS NOT NULL AND NOT c.siren =~ '[0-9]{9}' WITH c.uid AS example",
        ),
        (
            "value:siret",
            "Un SIRET n'est pas fait de quatorze chiffres, ou ne commence pas par le SIREN de son entreprise.",
            "MATCH (s:Establishment)-[:SITE_OF]->(c:Company) WHERE NOT s.siret =~ '[0-9]{14}' "
            "OR (c.siren IS NOT NULL AND NOT s.siret STARTS WITH c.siren AND NOT EXISTS { "
            "MATCH (f:FormerCompany)-[:MERGED_INTO*1..9]->(c) WHERE f.siren IS NULL OR s.siret STARTS WITH f.siren }) "
            "WITH s.siret AS example",
        ),
        (
            "value:visibility",
            "Un niveau de diffusion n'est pas l'un des quatre.",
            f"MATCH ()-[e]->() WHERE e.visibility IS NOT NULL AND NOT e.visibility IN {levels} WITH e.uid AS example",
        ),
        (
            "value:visit",
            "Une visite n'a pas d'identifiant de visite, de statut ou de jour.",
            "MATCH ()-[v:VISITED]->() WHERE v.visit IS NULL OR NOT v.status IN ['planned', 'done', 'cancelled'] "
            "OR v.earliest IS NULL OR v.latest IS NULL WITH v.uid AS example",
        ),
        (
            "value:lesson",
            "Une expérimentation est close sans que sa leçon soit dite.",
            "MATCH (n:Project {kind: 'experiment'}) WHERE n.verdict IN ['succeeded', 'failed', 'inconclusive'] "
            "AND n.lesson IS NULL WITH n.uid AS example",
        ),
        (
            "value:signalled",
            "Une visite signalée dit son jour aux autres : ses bornes ne sont pas celles de son mois.",
            "MATCH ()-[v:VISITED {visibility: 'signalled'}]->() WHERE v.earliest = v.latest WITH v.uid AS example",
        ),
    ]


def _not_to_be_entered() -> list[Rule]:
    return [
        (
            "value:mixture",
            "Des entreprises fictives et réelles sont dans la même base.",
            # Asked once, not of each fictional company: that took 13 s of the 17 s of a check of 5,000.
            "MATCH (r:Company) WHERE r.siren IS NOT NULL AND NOT r.fictional WITH count(r) AS real WHERE real > 0 "
            "MATCH (f:Company {fictional: true}) WITH f.uid AS example",
        ),
        (
            "value:confidential",
            "Un mandat ad hoc ou une conciliation est inscrit, ce que la loi interdit (C. com. L611-15).",
            "MATCH ()-[e:VISITED|SUPPORTED]->() WHERE toLower(coalesce(e.purpose, '') + coalesce(e.note, '')) "
            "CONTAINS 'mandat ad hoc' WITH e.uid AS example",
        ),
    ]


def _schema() -> list[Rule]:
    labels = sorted(KEYS)
    return [
        (
            "schema:label",
            "Un nœud porte une étiquette qui n'est pas du schéma.",
            f"MATCH (n) WHERE none(label IN labels(n) WHERE label IN {labels}) WITH elementId(n) AS example",
        )
    ]


def _missing_constraints(graph: Graph) -> list[Violation]:
    """A key that is merged on without its constraint makes duplicates as soon as two people write at once."""
    found = graph.system_read(
        "SHOW CONSTRAINTS YIELD labelsOrTypes, properties RETURN labelsOrTypes[0] AS on, properties"
    )
    have = {(record["on"], *record["properties"]) for record in found}
    wanted = {*KEYS.items(), *((type_, "uid") for type_ in FACT_EDGE_MODELS), ("Company", "siren")}
    missing = sorted(f"{on}.{key}" for on, key in wanted - have)
    if not missing:
        return []
    message = "Une contrainte d'unicité manque : des doublons peuvent se créer."
    return [Violation(rule="schema:constraint", message=message, count=len(missing), examples=missing)]


__all__ = ["CheckReport", "Violation", "check"]
