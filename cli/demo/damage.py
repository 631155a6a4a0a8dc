"""What happens to a name, an identifier or a place on its way into a colleague's spreadsheet."""

from __future__ import annotations

from random import Random

from cli.demo.chance import Weighted, pick
from cli.demo.companies import Company, Site
from cli.demo.names import capitals

IDENTIFIERS = Weighted({"id": 60, "id_spaced": 10, "name": 20, "id_typo": 4, "id_scientific": 3, "id_vat": 1}.items())
"""How a row names its company. `id`, `id_spaced` and `id_vat` can be read; others leave name and place."""

WHOLE = frozenset({"id", "id_spaced", "id_vat"})
_HARD_NAMES = Weighted({"as_is": 30, "capitals": 22, "lower": 4, "title": 8, "typo": 20, "mark": 10, "sign": 6}.items())
_MARKS = (" - site", " (groupe)", " SARL", " - Direction", " FRANCE")


def written_identifier(chance: Random, kind: str, siren: str, siret: str, uses_siren: bool) -> str:
    """Return the identifier as the row gives it, "" when it gives none.

    >>> written_identifier(Random(1), "id_spaced", "140000001", "14000000100010", False)
    '140 000 001 00010'
    """
    number = siren if uses_siren else siret
    if kind == "id":
        return number
    if kind == "id_spaced":
        spaced = f"{siren[:3]} {siren[3:6]} {siren[6:]}"
        return spaced if uses_siren else f"{spaced} {siret[9:]}"
    if kind == "id_vat":  # the VAT number holds the SIREN: its key is (12 + 3 x SIREN mod 97) mod 97
        return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"
    if kind == "id_scientific":
        return f"{int(siret):.2E}".replace(".", ",")
    if kind == "id_typo":
        return _other_digit(chance, number)
    return ""


def written_name(chance: Random, company: Company) -> str:
    """Return the name as the row gives it: as it is, in capitals, misspelt, or with a word more."""
    how, name = _HARD_NAMES.draw(chance), company.name
    if how == "capitals":
        return capitals(name)
    if how == "lower":
        return name.lower()
    if how == "title":
        return name.title()
    if how == "typo":
        return misspelt(chance, name)
    if how == "mark":
        return name + pick(chance, _MARKS)
    return company.sign if how == "sign" and company.sign else name


def misspelt(chance: Random, name: str) -> str:
    """Return a name with one letter swapped, doubled or dropped, never the first."""
    if len(name) < 5:
        return name
    place = 1 + int(chance.random() * (len(name) - 3))
    drawn = chance.random()
    if drawn < 0.4:
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    if drawn < 0.7:
        return name[:place] + name[place] + name[place:]
    return name[:place] + name[place + 1 :]


def written_place(chance: Random, site: Site) -> tuple[str, str]:
    """Return the postcode and the town as the row gives them: a zero lost, a CEDEX, capitals, no hyphens."""
    postcode, town = site.postcode, site.commune.name
    drawn = chance.random()
    if postcode[0] == "0" and drawn < 0.3:
        postcode = postcode[1:]
    elif 0.3 <= drawn < 0.36:
        return postcode, f"{capitals(town)} CEDEX"
    drawn = chance.random()
    if drawn < 0.3:
        town = capitals(town)
    elif drawn < 0.4:
        town = town.lower()
    elif drawn < 0.55:
        town = town.replace("-", " ")
    elif drawn < 0.6:
        town = town.replace("Saint-", "St ").replace("Sainte-", "Ste ")
    return postcode, town


def _other_digit(chance: Random, number: str) -> str:
    """One digit of the SIREN's last five replaced: the key no longer holds, the range stays."""
    place = 4 + int(chance.random() * 5)
    other = str((int(number[place]) + 1 + int(chance.random() * 9)) % 10)
    return number[:place] + other + number[place + 1 :]
