"""`dore demo load` and `dore demo run`: the fictional region taken in the way institutions' files are, then shown."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from access import organisations
from access.roles import platform
from cli.demo.acts import play
from cli.demo.manifest import MANIFEST, DemoRegion, read_manifest
from cli.demo.region import generate
from cli.dossier import show_who
from cli.imports import progress_bar, show
from cli.serve import serve_command
from graph import Graph, Settings, connect, embedded, get_settings
from graph.errors import Refused
from graph.fictional import is_fictional_siren
from graph.visibility import MEMBER
from ingest.report import Report
from ingest.request import Request
from ingest.run import ingest_files
from queries.models import Page
from queries.overlaps import OverlapScope, overlaps
from queries.who import who

HANDFUL = (2, 4)
FICTIONAL = "MATCH (o:Operator) WHERE o.mailbox ENDS WITH '.example' RETURN o.uid AS uid ORDER BY uid"
ANY_COMPANY = "MATCH (c:Company) WHERE c.siren IS NOT NULL RETURN c.siren AS siren LIMIT 1"


def load_command(
    folder: Annotated[Path, typer.Argument(help="Dossier écrit par `dore demo generate`.")],
) -> int:
    """Prendre en compte les fichiers d'une région fictive, dans l'ordre de son manifeste."""
    settings = get_settings()
    with connect(settings) as graph:
        show(load(graph, folder, settings))
    return 0


def load(graph: Graph, folder: Path, settings: Settings) -> list[Report]:
    """Ingest every file of a demo folder and return what became of each.

    Raises:
        Refused: the database holds real companies.
    """
    region = read_manifest(folder)
    _refuse_real(graph)
    files = [
        (
            folder / file.file,
            Request(source=file.source, operator=file.operator, create_operator=True, today=region.today),
        )
        for file in region.files
    ]
    reports = []
    with progress_bar(hidden=False) as advance:
        for outcome in ingest_files(graph, files, findings_dir=settings.home / "imports", progress=advance):
            if not isinstance(outcome, Report):
                raise outcome
            reports.append(outcome)
    for one in graph.system_read(FICTIONAL):
        organisations.admit(graph, platform(), one["uid"])  # so that members, keys and letters can be tried
    return reports


def prepare_region(settings: Settings, console: Console) -> DemoRegion:
    """Generate and load the region of this home, unless it was already, and return it."""
    folder = settings.home / "region"
    with connect(settings) as graph:
        if (folder / MANIFEST).is_file() and _is_loaded(graph):
            console.print("La région fictive est déjà chargée.")
            return read_manifest(folder)
        console.print("Génération de la région fictive…")
        region = generate(folder, region=settings.region)
        console.print(f"Chargement de {len(region.files)} fichiers, comme les institutions les enverraient…")
        show(load(graph, folder, settings))
        # The mark comes first: what was played by halves is not to be played twice.
        graph.write("MERGE (c:Counter {name: 'demo'}) SET c.value = 1")
        play(graph, region.today)
    return region


def telling_company(graph: Graph, region: DemoRegion) -> str | None:
    """Return the SIREN of a company that several institutions have just visited, to start the demo with.

    One with a handful of overlaps in the last three months tells more than the busiest of all.
    """
    recent = OverlapScope(since=region.today - timedelta(days=90), until=region.today + timedelta(days=30))
    found = overlaps(graph, MEMBER, recent, as_of=region.today, page=Page(limit=500))
    counted = Counter(one.siren for one in found.overlaps if one.siren)
    handful = [siren for siren, count in counted.items() if HANDFUL[0] <= count <= HANDFUL[1]]
    return min(handful or counted, key=lambda siren: (-counted[siren], siren), default=None)


def _is_loaded(graph: Graph) -> bool:
    return bool(graph.system_read("MATCH (c:Counter {name: 'demo'}) RETURN c.value AS value"))


def _refuse_real(graph: Graph) -> None:
    found = graph.system_read(ANY_COMPANY)
    if found and not is_fictional_siren(found[0]["siren"]):
        raise Refused(
            "Cette base contient des entreprises réelles : la démonstration n'y entre pas.",
            hint="Donnez-lui un dossier à elle : DORE_HOME=.dore/demo dore demo run.",
        )


def run_command(
    once: Annotated[bool, typer.Option("--once", help="Montrer la première réponse et s'arrêter là.")] = False,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Port de l'API.")] = None,
) -> int:
    """Charger la région fictive si ce n'est fait, montrer une première réponse, puis servir les pages et l'API."""
    settings = get_settings()
    ours = settings.neo4j_uri is None and embedded.status(settings) is None
    try:
        region = _show(settings, Console())
        return 0 if once else serve_command(host=None, port=port, organisation=_player(region))
    finally:
        if ours:  # what this command started ends with it; the region stays for the next time
            embedded.stop(settings)


def _player(region: DemoRegion) -> str | None:
    """Return the fictional institution whose part one plays: the first that sends visits, so that one may log some."""
    return next((file.operator for file in region.files if file.source == "visits" and file.operator), None)


def _show(settings: Settings, console: Console) -> DemoRegion:
    """Load the region if need be, print a first answer, and return the region."""
    region = prepare_region(settings, console)
    with connect(settings) as graph:
        siren = telling_company(graph, region)
        if siren is not None:
            console.rule(f"dore who {siren} --as-of {region.today.isoformat()}")
            show_who(console, who(graph, MEMBER, siren, as_of=region.today))
            console.rule()
    return region
