"""Who counts in a network: degree, PageRank, betweenness, communities, brokers, who never meets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from pydantic import Field

from graph.store import Graph
from graph.visibility import Caller
from queries.analytics.answers import (
    NOTHING,
    ApartPair,
    BetweennessMethod,
    Broker,
    CentralityReport,
    Community,
    Measure,
    Mode,
    Row,
)
from queries.analytics.around import Around
from queries.analytics.betweenness import Betweenness
from queries.analytics.kept import institutions
from queries.analytics.kept import measured as measures_of
from queries.analytics.measures import Measures
from queries.analytics.model import Network
from queries.analytics.network import network
from queries.analytics.projection import never_meet
from queries.models import Answer

LEADERS = 3
DEFINITIONS = {
    "degree": "Degré : nombre d'acteurs différents avec lesquels l'acteur est en lien.",
    "weighted_degree": "Degré pondéré : nombre de faits connus (visites, soutiens, partenariats, suivis…) "
    "sur ces liens.",
    "pagerank": "PageRank : part du temps que passerait chez l'acteur un promeneur qui suit les liens au "
    "hasard, d'autant plus volontiers qu'ils portent de faits.",
    "betweenness": "Intermédiarité : part des couples d'autres acteurs dont les plus courts chemins passent "
    "par lui, de 0 à 1 ; le nombre de faits n'y joue pas.",
    "community": "Communauté : groupe d'acteurs plus liés entre eux que le hasard ne le ferait "
    "(algorithme de Leiden, toujours la même graine).",
    "brokers": "Intermédiaires : les acteurs de plus forte intermédiarité ; ils relient des acteurs qui, "
    "sans eux, seraient loin les uns des autres.",
    "apart": "Opérateurs qui ne se croisent jamais : ni entreprise, ni projet, ni convention, ni partenariat "
    "connu en commun ; en regard, le nombre d'entreprises qu'ils auraient en commun s'ils les choisissaient "
    "au hasard.",
}
OPERATORS_DEFINITIONS = {
    "degree": "Degré : nombre d'opérateurs avec lesquels l'opérateur a au moins une entreprise en commun.",
    "weighted_degree": "Degré pondéré : somme des entreprises en commun avec chacun d'eux.",
    "pagerank": "PageRank : part du temps que passerait chez l'opérateur un promeneur qui suit les liens au "
    "hasard, d'autant plus volontiers qu'il y a d'entreprises en commun.",
}


class CentralityOptions(Answer):
    """How a report is made. `limit`: length of its lists, 0 for all; `kind`: the only kind of its rows."""

    mode: Mode = Mode.ACTORS
    by: Measure = Measure.DEGREE
    kind: str | None = None
    limit: int = Field(default=20, ge=0)


def centrality(
    graph: Graph, caller: Caller, around: Around, options: CentralityOptions | None = None
) -> CentralityReport:
    """Return the measures of the network around something, the same for all members.

    In the mode `actors` the network is that of `network`: operators, companies, projects, agreements, a
    link's weight its number of facts. In the mode `operators` it is operators alone, a link's weight the
    number of companies they have in common. Both are undirected; sources are in `queries.analytics.measures`.

    Raises:
        Misuse: nothing is asked, or a word is unknown or means several things.
        NotFound: the ego is nothing that the caller may know.
    """
    options = options or CentralityOptions()
    return report(network(graph, caller, around), options)[0]


def report(drawn: Network, options: CentralityOptions) -> tuple[CentralityReport, Network]:
    """Return the report of a network already drawn, and the measured network itself, for export."""
    apart_count, apart = never_meet(drawn, options.limit or len(drawn.actors) ** 2)
    measured = institutions(drawn) if options.mode is Mode.OPERATORS else drawn
    links = measured.links
    found = measures_of(measured)
    wanted = [i for i, actor in enumerate(measured.actors) if options.kind in (None, actor.kind)]
    rows = _rows(measured, found, wanted, options)
    communities = _communities(measured, found)
    definitions = DEFINITIONS | (OPERATORS_DEFINITIONS if options.mode is Mode.OPERATORS else {})
    answer = CentralityReport(
        perimeter=drawn.title,
        mode=options.mode,
        companies=drawn.companies,
        unlinked=drawn.unlinked,
        actor_count=len(measured.actors),
        link_count=len(links),
        ranked_by=options.by,
        betweenness=_method(found.betweenness),
        modularity=found.modularity,
        row_count=len(wanted),
        rows=rows,
        broker_count=int((found.betweenness.values > 0).sum()),
        brokers=_brokers(measured, found, options.limit),
        community_count=len(communities),
        communities=communities[: options.limit or None],
        apart_count=apart_count,
        apart=[
            ApartPair(
                ids=(pair.one.id, pair.other.id),
                operators=(pair.one.label, pair.other.label),
                companies=pair.companies,
                expected=pair.expected,
            )
            for pair in apart
        ],
        definitions=definitions,
        message=None if measured.actors else NOTHING,
    )
    return answer, _with_measures(measured, found)


def _rows(drawn: Network, found: Measures, wanted: list[int], options: CentralityOptions) -> list[Row]:
    columns = _columns(found)
    values = columns[options.by.value]
    sign = 1 if options.by is Measure.COMMUNITY else -1
    order = sorted(wanted, key=lambda position: sign * values[position])  # stable: actors are by uid already
    shown = order[: options.limit or None]
    rows: list[Row] = []
    for place, position in enumerate(shown, 1):
        actor = drawn.actors[position]
        tied = bool(rows) and values[position] == values[order[place - 2]]
        rows.append(
            Row(
                rank=rows[-1].rank if tied else place,
                id=actor.id,
                kind=actor.kind,
                uid=actor.uid,
                label=actor.label,
                siren=actor.siren or None,
                degree=int(found.degree[position]),
                weighted_degree=int(found.weighted_degree[position]),
                pagerank=float(found.pagerank[position]),
                betweenness=float(found.betweenness.values[position]),
                community=int(found.community[position]),
            )
        )
    return rows


def _brokers(drawn: Network, found: Measures, limit: int) -> list[Broker]:
    values = found.betweenness.values
    order = np.argsort(-values, kind="stable")
    order = order[values[order] > 0][: limit or None]
    touched: dict[int, set[int]] = {int(i): {int(found.community[i])} for i in order}
    for one, other in (
        (drawn.links.source, drawn.links.target),
        (drawn.links.target, drawn.links.source),
    ):
        rows = np.isin(one, order)
        for position, community in zip(one[rows].tolist(), found.community[other[rows]].tolist(), strict=True):
            touched[position].add(community)
    return [
        Broker(
            id=drawn.actors[i].id,
            kind=drawn.actors[i].kind,
            label=drawn.actors[i].label,
            betweenness=float(values[i]),
            communities=len(touched[i]),
        )
        for i in order.tolist()
    ]


def _communities(drawn: Network, found: Measures) -> list[Community]:
    members: dict[int, list[int]] = {}
    for position, number in enumerate(found.community.tolist()):
        members.setdefault(number, []).append(position)
    communities = []
    for number, positions in sorted(members.items()):
        kinds = Counter(drawn.actors[position].kind for position in positions)
        leaders = sorted(positions, key=lambda position: -int(found.weighted_degree[position]))[:LEADERS]
        communities.append(
            Community(
                number=number,
                size=len(positions),
                operators=kinds["operator"],
                companies=kinds["company"],
                leaders=tuple(drawn.actors[position].label for position in leaders),
            )
        )
    return communities


def _method(found: Betweenness) -> BetweennessMethod:
    if found.exact:
        statement = "Intermédiarité exacte."
    else:
        error = f"{found.error:.4f}".replace(".", ",")
        statement = (
            f"Intermédiarité estimée depuis {found.sources} acteurs tirés au sort (toujours les mêmes) : "
            f"à ± {error} près, à 95 %, pour l'acteur le plus incertain."
        )
    return BetweennessMethod(exact=found.exact, sources=found.sources, error=found.error, statement=statement)


def _columns(found: Measures) -> dict[str, Sequence[float | int]]:
    return {
        "degree": found.degree.tolist(),
        "weighted_degree": found.weighted_degree.tolist(),
        "pagerank": found.pagerank.tolist(),
        "betweenness": found.betweenness.values.tolist(),
        "community": found.community.tolist(),
    }


def _with_measures(drawn: Network, found: Measures) -> Network:
    return Network(drawn.title, drawn.companies, drawn.actors, drawn.links, _columns(found))
