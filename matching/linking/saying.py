"""Reasons in French, in the words of the people who settle doubtful matches."""

from __future__ import annotations

from math import exp

_CLOSE = 0.85
_MOST_WORDS = 0.8
_HALF = 0.5


def reasons(signs: dict[str, float]) -> tuple[str, ...]:
    """Return why an entry is the best answer to a mention, and what speaks against it."""
    said = [_name(signs)]
    if signs["same_town"]:
        said.append("même commune")
    elif signs["same_department"]:
        said.append("autre commune du même département" if signs["other_town"] else "même département")
    elif signs["other_department"]:
        said.append("autre département")
    if signs["named_other"]:
        said.append("le nom dit un autre département")
    elif signs["named_same"] and not signs["same_department"]:
        said.append("le nom dit le département")
    if signs["legal_differs"]:
        said.append("forme juridique différente")
    if signs["numbers"] == 1:
        said.append("chiffres différents dans le nom")
    others = round(exp(signs["namesakes"])) - 1
    if others == 1:
        said.append("1 autre organisation porte ce nom")
    elif others > 1:
        said.append(f"{others} autres organisations portent ce nom")
    ties = round(signs["cosines_ties"]) - 1
    if ties >= 1 and not others:
        said.append("un autre nom aussi proche" if ties == 1 else f"{ties} autres noms aussi proches")
    return tuple(said)


def _name(signs: dict[str, float]) -> str:
    piece = signs["piece_said"] or signs["piece_known"]
    if signs["same"]:
        return "même nom, en partie" if piece else "même nom"
    if signs["acronym"]:
        return "même sigle"
    if signs["ratio"] >= _CLOSE:
        return "nom très proche"
    if max(signs["said"], signs["known"]) >= _MOST_WORDS:
        return "nom qui contient l'autre"
    return "des mots en commun" if signs["said"] >= _HALF else "peu de mots en commun"
