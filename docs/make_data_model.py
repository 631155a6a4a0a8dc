"""Writes `docs/data-model.md` from the schema itself: `python docs/make_data_model.py`, or `make docs`."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

from graph.check import EDGE_ENDS
from graph.schema import FACT_EDGE_MODELS, NODE_MODELS
from graph.schema.base import FactEdge, FactNode
from graph.schema.edges import SucceededBy
from graph.visibility import FACT_EDGES, FACT_NODES, PRIVATE_NODES, REFERENCE_EDGES

PAGE = Path(__file__).with_name("data-model.md")

INTRODUCTION = """# The data model

Written by `docs/make_data_model.py` from `graph/schema/`; a test holds it up to date.

```
(Operator)-[:VISITED]->(Company)          (Operator)-[:SUPPORTED]->(Company)
(Company|Territory|Operator)-[:RAISED]->(Need)<-[:TAKES_CARE_OF]-(Operator)
(Company|Territory|Operator)-[:CARRIES]->(Project)<-[:FOLLOWS]-(Operator)
(Project)-[:MEASURED_BY]->(ExperimentIndicator)-[:GAVE]->(ExperimentResult)
(Project)-[:MET]->(Difficulty)            (Project)-[:REPLICATED_IN]->(Project)
(Operator|Company|Territory|Outsider)-[:PARTY_TO]->(Agreement)<-[:ACTION_OF]-(AgreementAction)<-[:LEADS]-(Operator)
(Territory)-[:DECLARES]->(Strategy)      (Operator|Company|Territory|Outsider)-[:INVITED_TO]->(Consultation)
(Company|Territory|Operator)-[:BENEFITS_FROM]->(Commitment)     (Operator)-[:HOLDS]->(Post)
(Company|Territory|Operator)-[:ON_AGENDA]->(AgendaItem)         (Operator)-[:ATTENDED]->(Training)
(Operator|Company)-[:PARTNERS_WITH]->(Operator|Company)
(Establishment)-[:SITE_OF]->(Company)-[:LOCATED_IN]->(Territory)-[:PART_OF]->(Territory)
(Company)-[:IN_SECTOR]->(Sector)-[:PART_OF]->(Sector)     (filière:Sector)-[:INCLUDES]->(Sector)
(FormerCompany)-[:MERGED_INTO]->(Company)
```

- **Official identifiers** keep their official names (`siren`, `siret`, `naf`, `code_commune`, `epci`…).
- **A visit** is the set of `VISITED` edges that share `visit`, one for each institution that took part. It
  always ends at the company; `siret` says which site
  ([decision 5](decisions/0005-visits-are-edges-to-companies.md)).
- **Days** are ISO text (`2026-11-20`) and compare as text. `on` is exact, for whoever may see it; `earliest`
  and `latest` bound the day as far as other members may know it: the day itself for a shared record, the
  month for a signalled one, the year where a source gives no more. Questions across institutions use the
  bounds alone.
- **Every fact** says whose it is (`owner`, the uid of an operator), who may see it (`visibility`), and where
  it comes from (`source_uid`, `import_uid`, `recorded_at`, `recorded_by`); `content_hash` tells a corrected
  row from a repeated one ([decision 6](decisions/0006-row-keys-and-reviews.md)).
- **`raw`** keeps the cells that were repaired, beside the values understood.

A constraint is marked *unique*, an index *index*; Neo4j Community enforces nothing else, so `dore check`
looks for the rest.
"""


def page() -> str:
    """The whole page: nodes, then edges."""
    parts = [INTRODUCTION, "## Nodes that an institution enters", "", common("Each of them has:", FactNode)]
    parts += [node(model) for model in NODE_MODELS if issubclass(model, FactNode)]
    parts += ["## Nodes of reference, people's decisions and provenance", ""]
    parts += [node(model) for model in NODE_MODELS if not issubclass(model, FactNode)]
    parts += ["## Edges that carry facts", "", common("Each of them has:", FactEdge)]
    parts += [edge(name, model) for name, model in FACT_EDGE_MODELS.items()]
    parts += [
        "## Edges of reference",
        "",
        *(f"- `{name}`{ends(name)}" for name in sorted(REFERENCE_EDGES)),
        "",
    ]
    parts += [f"`SUCCEEDED_BY`: {doc(SucceededBy)}", "", guarded()]
    return "\n".join(parts)


def common(said: str, base: Any) -> str:
    """What all nodes or edges of a kind have."""
    return "\n".join([f"{said}", "", *table(base, without=None)])


def node(model: Any) -> str:
    """One label with its properties."""
    base = FactNode if issubclass(model, FactNode) else None
    return "\n".join([f"### {model.__label__}", "", doc(model), "", *table(model, without=base)])


def edge(name: str, model: Any) -> str:
    """One type of edge with its properties."""
    return "\n".join([f"### {name}", "", doc(model), "", *table(model, without=FactEdge)])


def doc(model: Any) -> str:
    """The docstring of a model, cleaned."""
    return inspect.cleandoc(model.__doc__)


def table(model: Any, *, without: Any) -> list[str]:
    """The properties of a model, but for those of its base."""
    declared = model.defined_properties(aliases=False, rels=False)
    inherited = without.defined_properties(aliases=False, rels=False) if without else {}
    rows = [
        f"| `{name}` | {kind(prop)} | {marks(prop)} | {values(prop)} |"
        for name, prop in declared.items()
        if name not in inherited
    ]
    if not rows:
        return ["Nothing else than what all of them have.", ""]
    return ["| property | type | | values |", "|---|---|---|---|", *rows, ""]


def kind(prop: Any) -> str:
    """The type of a property, in one word."""
    return type(prop).__name__.removesuffix("Property").lower().replace("array", "list")


def marks(prop: Any) -> str:
    """Whether it is a key, indexed, required."""
    found = {"unique": prop.unique_index, "index": prop.index, "required": prop.required}
    return ", ".join(name for name, holds in found.items() if holds)


def values(prop: Any) -> str:
    """The closed list of its values, if any."""
    return ", ".join(f"`{code}`" for code in getattr(prop, "choices", None) or ())


def ends(name: str) -> str:
    """From what to what an edge goes, where a check holds it."""
    if name not in EDGE_ENDS:
        return ""
    starts, stops = EDGE_ENDS[name]
    return f": from {' or '.join(starts)} to {' or '.join(stops)}"


def guarded() -> str:
    """What a question must guard, as `graph/visibility.py` has it."""
    return "\n".join(
        [
            "## What a question must guard",
            "",
            "A Cypher file that reads one of these without the caller's condition is refused when it is "
            "loaded ([decision 3](decisions/0003-access-inside-queries.md)).",
            "",
            f"- Edges: {', '.join(f'`{name}`' for name in sorted(FACT_EDGES))}.",
            f"- Nodes: {', '.join(f'`{name}`' for name in sorted(FACT_NODES))}.",
            f"- Read for their owner alone: {', '.join(f'`{name}`' for name in sorted(PRIVATE_NODES))}.",
            "",
        ]
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
