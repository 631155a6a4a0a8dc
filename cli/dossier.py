"""A company's dossier in a terminal: who it is, who went, what nobody covered, whom to call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from cli.output import french_amount, french_day, french_number, new_table, plural, safe
from queries.briefing import Brief, Briefing
from queries.dossier import Call, Need, Project
from queries.models import Company, Status, Support, Visit
from queries.overlap_kinds import KINDS_FR
from queries.search import Found
from queries.unsupported_ranking import SIZES_FR
from queries.who import FoundBy, WhoResult

STATUSES_FR = {Status.PLANNED: "prévue", Status.DONE: "réalisée", Status.CANCELLED: "annulée"}
STYLES = {Status.PLANNED: "cyan", Status.DONE: "", Status.CANCELLED: "dim strike"}
STATES_FR = {"open": "ouverte", "closed": "FERMÉE", "unknown": "état inconnu"}
NEEDS_FR = {
    "quo": "sans réponse",
    "taking_care": "prise en charge",
    "done": "traité",
    "done_no_help": "clos sans aide",
    "done_not_reachable": "clos, injoignable",
    "not_for_me": "hors du champ de qui l'a reçu",
}
STAGES_FR = {"planned": "annoncé", "running": "en cours", "done": "terminé", "abandoned": "abandonné"}
SHOWN = 15
INDENT = (0, 0, 0, 2)


def show_who(console: Console, answer: WhoResult) -> None:
    """Print what is known of a company, or the companies that the name may designate."""
    if answer.company is None:
        show_candidates(console, answer.candidates, f"« {answer.query.strip()} » peut désigner :")
        console.print("\nPrécisez : dore who SIREN", style="dim")
        return
    if answer.found_by is FoundBy.NAME:
        console.print(f"Trouvée par son nom : « {safe(answer.query.strip())} »", style="dim")
    show_company(console, answer.company)
    if answer.siret:
        _show_site(console, answer)
    _show_formers(console, answer)
    if not (answer.visits or answer.support or answer.needs or answer.projects):
        console.print("\nAucun accompagnement connu.", style="bold")
    _show_visits(console, answer.visits)
    _show_support(console, answer.support)
    _show_needs(console, answer.needs)
    _show_projects(console, answer.projects)
    for agreement in answer.agreements:
        console.print(f"\nPartie à : {safe(agreement.title)} ({', '.join(map(safe, agreement.parties))})")
    _show_uncovered(console, answer.uncovered)
    _show_calls(console, answer.call)
    if answer.candidates:
        console.print()
        show_candidates(console, answer.candidates[:3], "Ce nom pourrait aussi désigner :")


def show_company(console: Console, company: Company) -> None:
    """Print who a company is, in two or three lines."""
    title = Text(safe(company.name), style="bold")
    if company.siren:
        title.append(f"  SIREN {french_number(company.siren)}", style="not bold cyan")
    console.print(title)
    place = " ".join(part for part in (company.code_postal, company.commune) if part)
    activity = " ".join(part for part in (company.naf, company.naf_label) if part)
    facts = [activity, SIZES_FR.get(company.tranche_effectif or "", "effectif inconnu")]
    facts += [STATES_FR[company.state]]
    facts += ["ESS"] if company.est_ess else []
    facts += ["SIREN non vérifié"] if company.verified is False else []
    facts += ["entreprise fictive"] if company.fictional else []
    console.print(" · ".join(safe(fact) for fact in facts if fact), style="red" if company.state == "closed" else "")
    where = [company.address, place, company.epci_name or company.epci]
    if any(where):
        console.print(" · ".join(safe(part) for part in where if part))


def show_candidates(console: Console, candidates: Sequence[Found], title: str) -> None:
    """Print companies to choose from, with when and by whom each was last met."""
    table = new_table("SIREN!", "nom", "commune", "dernière visite", "pourquoi", title=title)
    for one in candidates:
        company = one.company
        place = " ".join(part for part in (company.code_postal, company.commune) if part)
        met = f"{french_day(one.last_met.on)}, {', '.join(one.last_met.operators)}" if one.last_met else "aucune connue"
        cells = (
            french_number(company.siren),
            company.name,
            place,
            met,
            one.reasons[0] if one.reasons else "",
        )
        table.add_row(*map(safe, cells))
    console.print(table)


def show_briefing(console: Console, answer: Briefing) -> None:
    """Print one short sheet for each company."""
    for number, brief in enumerate(answer.briefs):
        if number:
            console.rule(style="dim")
        _show_brief(console, brief)
    if answer.unknown:
        console.print(f"\nInconnus : {', '.join(map(safe, answer.unknown))}", style="red")


def _show_brief(console: Console, brief: Brief) -> None:
    show_company(console, brief.company)
    lines = [f"{french_day(one.on)}  {_who_and_what(one)}" for one in brief.last_visits]
    lines += [f"{french_day(one.on)}  aide {_aid(one)}" for one in brief.last_support]
    _show_list(console, "Derniers contacts connus", lines or ["aucun accompagnement connu"])
    _show_list(console, "Visites prévues", [f"{french_day(one.on)}  {_who_and_what(one)}" for one in brief.planned])
    _show_list(console, "À reprendre", brief.open_points, style="yellow")
    ahead = [
        f"{french_day(first.on)} {', '.join(first.operators)} / "
        f"{french_day(second.on)} {', '.join(second.operators)}"
        f" : {plural(one.days_apart, 'jour')} d'écart, {KINDS_FR[one.kind]}"
        for one in brief.overlaps
        for first, second in [one.visits]
    ]
    _show_list(console, "Chevauchements à venir", ahead, style="yellow")
    _show_uncovered(console, brief.uncovered)
    _show_calls(console, brief.call)


def _show_formers(console: Console, answer: WhoResult) -> None:
    for one in answer.formers:
        number = french_number(one.siren) if one.siren else "saisie sans SIREN"
        console.print(f"Réunie avec {safe(one.name or one.uid)} ({number})", style="dim")


def _show_site(console: Console, answer: WhoResult) -> None:
    site = next((one for one in answer.sites if one.siret == answer.siret), None)
    if site is None:
        console.print(f"Établissement {french_number(answer.siret)} : inconnu de DORE", style="yellow")
        return
    parts = [
        f"Établissement {french_number(site.siret)}",
        site.name,
        site.address,
        site.code_postal,
        site.commune,
    ]
    console.print(" · ".join(safe(part) for part in parts if part))


def _show_visits(console: Console, visits: Sequence[Visit]) -> None:
    if not visits:
        return
    count = sum(visit.status is not Status.CANCELLED for visit in visits)
    table = new_table("date!", "état!", "institutions", "thème", "objet", title=f"\n{plural(count, 'visite connue')}")
    for visit in visits[:SHOWN]:
        purpose = " · ".join([*visit.purposes, *([f"note : {visit.note}"] if visit.note else [])])
        what = "signalée : le reste n'est connu que d'elle" if visit.signalled and not visit.own else purpose
        cells = (
            french_day(visit.on),
            STATUSES_FR[visit.status],
            ", ".join(visit.operators),
            ", ".join(visit.themes),
        )
        table.add_row(*map(safe, cells), safe(what), style=STYLES[visit.status])
    console.print(table)
    _more(console, len(visits))


def _show_support(console: Console, support: Sequence[Support]) -> None:
    if not support:
        return
    table = new_table(
        "date!",
        "montant#",
        "institution",
        "dispositif",
        "objet",
        title=f"\n{plural(len(support), 'aide connue')}",
    )
    for aid in support[:SHOWN]:
        cells = (french_day(aid.on), french_amount(aid.amount_eur), aid.operator, aid.scheme, aid.purpose)
        table.add_row(*map(safe, cells))
    console.print(table)
    _more(console, len(support))


def _show_needs(console: Console, needs: Sequence[Need]) -> None:
    if not needs:
        return
    table = new_table("depuis!", "besoin", "état", "qui s'en charge", title=f"\n{plural(len(needs), 'besoin connu')}")
    for need in needs[:SHOWN]:
        title = need.title or need.theme or "signalé à une institution"
        state = NEEDS_FR.get(need.status or "", "")
        cells = (french_day(need.on), title, state, ", ".join(need.takers) or "personne de connu")
        table.add_row(*map(safe, cells), style="yellow" if need.unanswered else "")
    console.print(table)
    _more(console, len(needs))


def _show_projects(console: Console, projects: Sequence[Project]) -> None:
    if not projects:
        return
    table = new_table("depuis!", "projet", "état", "suivi par", title=f"\n{plural(len(projects), 'projet connu')}")
    for project in projects[:SHOWN]:
        title = project.title or "signalé par une institution"
        cells = (french_day(project.on), title, STAGES_FR.get(project.stage or "", ""))
        table.add_row(*map(safe, cells), safe(", ".join(project.followers) or "personne de connu"))
    console.print(table)
    _more(console, len(projects))


def _show_uncovered(console: Console, uncovered: Iterable[str]) -> None:
    if themes := ", ".join(map(safe, uncovered)):
        console.print("\nCe que personne de connu n'a abordé", style="bold")
        console.print(Padding(Text(themes, style="green"), INDENT, expand=False))


def _show_calls(console: Console, calls: Sequence[Call]) -> None:
    if not calls:
        return
    table = new_table("institution", "boîte fonctionnelle", "pourquoi", title="\nQui appeler d'abord")
    for call in calls:
        table.add_row(safe(call.operator), safe(call.mailbox or "non renseignée"), safe(call.why))
    console.print(table)


def _show_list(console: Console, title: str, lines: Sequence[str], style: str = "") -> None:
    if lines:
        console.print(f"\n{title}", style="bold")
        for line in lines:
            console.print(Padding(Text(safe(line), style=style), INDENT, expand=False))


def _who_and_what(visit: Visit) -> str:
    what = ", ".join([*visit.themes, *visit.purposes])
    return ", ".join(visit.operators) + (f" ({what})" if what else "")


def _aid(aid: Support) -> str:
    return ", ".join(part for part in (aid.operator, aid.scheme, french_amount(aid.amount_eur)) if part)


def _more(console: Console, count: int) -> None:
    if count > SHOWN:
        console.print(f"… et {plural(count - SHOWN, 'autre')} (toutes avec --json)", style="dim")
