"""The sentence of what an institution is told beside visits, the same on its page and in its letter."""

from __future__ import annotations

from graph.schema.needs import NEED_ACTS, TERRITORIAL_ACTS
from graph.schema.partnership import OUTCOMES
from queries.tidings import Tiding

TOPICS_FR = {
    "Besoins": ("need", "territorial", "demand"),
    "Conventions et concertations": ("agreement", "consultation", "consultation_reply", "consultation_outcome"),
    "Comités et enveloppes": ("referral", "referral_answer", "ruling", "envelope", "transfer"),
}
_BEFORE = {
    "agreement": "{who} vous nomme parmi les parties de la convention",
    "consultation": "{who} vous invite à la concertation",
    "consultation_reply": "{who} répond à votre concertation",
    "consultation_outcome": "{who} : votre réponse à la concertation",
    "need": "{who} :",
    "territorial": "{who} :",
    "demand": "Une demande du public :",
    "referral": "{who} vous pose une question :",
    "referral_answer": "{who} répond à votre question",
    "ruling": "{who} : le dossier",
    "envelope": "{who} vous confie l'enveloppe",
    "transfer": "{who} : un virement change l'enveloppe",
}
_RULED = {"favourable": " est accepté", "unfavourable": " est refusé", "postponed": " est ajourné"}
_KEPT = {key: f" est {said}" for key, said in OUTCOMES.items()}
_MOVED = {"received": ", qui reçoit", "given": ", qui donne"}


def before(one: Tiding) -> str:
    """What stands before the title."""
    return _BEFORE[one.kind].format(who=one.who or "Quelqu'un")


def after(one: Tiding) -> str:
    """What stands after the title: what was done, and the words that go with it."""
    acts = {"ruling": _RULED, "transfer": _MOVED, "consultation_outcome": _KEPT}.get(one.kind)
    done = (acts or {}).get(one.act or "", "")
    if one.kind in ("need", "territorial"):
        done = f", {(NEED_ACTS if one.kind == 'need' else TERRITORIAL_ACTS)[one.act or '']}"
    end = "" if not done and one.title.endswith(("?", "!", ".")) else "."
    return f"{done}{end} « {one.text} »" if one.text else f"{done}{end}"


def sentence(one: Tiding) -> str:
    """The whole of it, for a letter."""
    return f"{before(one)} {one.title}{after(one)}"


def by_topic(told: tuple[Tiding, ...]) -> list[tuple[str, list[Tiding]]]:
    """What is told, under the headings that have something."""
    found = [(topic, [one for one in told if one.kind in kinds]) for topic, kinds in TOPICS_FR.items()]
    return [(topic, some) for topic, some in found if some]
