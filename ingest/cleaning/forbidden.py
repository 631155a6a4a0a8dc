"""What must not be entered in free text: confidential procedures, and what is private in people.

For free text only (purpose, comment, summary), never for names: a company may be called anything.
Mandat ad hoc and conciliation are confidential by law and refused; health, union membership,
offences (GDPR, articles 9 and 10) and the social security number go to review. The words are looked
for where they speak of a person: a `maison de santé` or a scheme for disabled workers is no secret.
The notes do not repeat what is private: they are kept longer than the text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from stdnum.fr import nir

from ingest.cleaning.cleaned import doubted, refused
from ingest.notes import Note

LEGAL_REASON = "ces procédures sont confidentielles (article L. 611-15 du code de commerce)"


def _any_of(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(alternatives) + r")(?!\w)")


_WHO = (
    "(?:dirigeante?|gerante?|patronn?e?|chef d'entreprise|presidente?|directeur|directrice|"
    r"associee?|salariee?|interlocut(?:eur|rice)|contact|responsable|conjointe?|epoux|epouse|femme|mari|fils|fille|il|elle|"
    r"m\.|mr|mme)"
)
_ILLNESS = (
    "(?:malade|cancer|leucemie|sclerose|avc|infarctus|alzheimer|parkinson|depressi(?:f|ve|on)|burn ?-?out|"
    r"enceinte|hospitalisee?|operee?|handicapee?|invalide|alcooli(?:que|sme)|seropositi(?:f|ve)|suicid\w+)"
)
_CONFIDENTIAL = _any_of(
    r"mandat(?:aire)?s? ad[ '\-\u2010-\u2013]?hoc",
    r"l\.? ?611-(?:3|4|5|6|7|8|10)",
    "conciliation",
    r"conciliat(?:eur|rice) (?:designee?|nommee?) par le (?:president du )?tribunal",
    r"(?:designation|nomination) d'une? conciliat(?:eur|rice)(?! de justice)",
)
_OTHER_CONCILIATION = _any_of(
    "conciliation (?:(?:entre|de|des|du|la|le|les|sa|leur) )*"
    r"(?:vies?|temps|travail|familiale?|professionnelle|pro(?=[\s/.-]|$))",
    r"(?:commission|bureau|audience|instance)s?(?: \w+){0,2} de conciliation",
    "conciliation (?:prud'homale|bancaire|comptable|des comptes|de comptes)",
)
_PRIVATE = (
    (
        "private-health",
        "de la santé d'une personne",
        _any_of(
            "(?:arret|conge|longue) maladie",
            "mi-temps therapeutique",
            "conge (?:de )?maternite",
            "burn ?-?out",
            r"chimiotherapies?",
            r"problemes? de sante",
            "sante fragile",
            rf"(?:atteinte?|souffr\w+|victime|traitee?) (?:d'|de |pour )(?:une? |la )?{_ILLNESS}",
            rf"(?:est|etait|sera|tombee?|gravement|toujours) {_ILLNESS}",
            rf"{_WHO} (?:\w+ )?{_ILLNESS}",
        ),
    ),
    (
        "private-union",
        "de l'appartenance syndicale d'une personne",
        _any_of(
            "syndiquee?s?",
            "syndicalistes?",
            r"deleguee?s? syndica\w+",
            r"(?:deleguee?|elue?|membre|adherente?|representante?|militante?|encartee?)s?(?: \w+)? "
            "(?:a la |au |de la |du |de |chez )?"
            "(?:cgt|cfdt|cftc|cfe-cgc|unsa|fo|force ouvriere|sud|solidaires)",
        ),
    ),
    (
        "private-offence",
        "d'une infraction ou d'une condamnation",
        _any_of(
            r"condamnee?s? (?:pour|penalement|a (?:\d|une?|des?|payer|verser)|(?:par|en) (?:la |le |un )?"
            "(?:tribunal|cour|justice|appel|correctionnelle))",
            "casier judiciaire",
            "garde a vue",
            "mise?s? en examen",
            "incarceree?s?",
            "en prison",
            "abus de biens sociaux",
            r"escro(?:c|querie)\w*",
            r"interdi\w+ de gerer",
            "soupconnee?s? de",
            "(?:pour|a commis une) fraude(?: \\w+)?",
        ),
    ),
)
_NIR = re.compile(
    r"(?<!\d)[1-478][\s.-]?\d{2}[\s.-]?\d{2}[\s.-]?(?:\d{2}|2[ABab])[\s.-]?\d{3}[\s.-]?\d{3}[\s./-]{0,3}\d{2}(?!\d)"
)
_HINTS = re.compile(
    "611|hoc|concili|malad|sant|cancer|burn|depres|encein|handi|hospi|oper|inval|alcoo|sero|suici|avc|infar"
    "|alzh|park|scler|leuc|chimio|therap|matern|synd|condam|casier|garde|examen|incar|prison|abus|escro"
    r"|interdi|soupc|fraud|cgt|cfdt|cftc|cfe|unsa|\bfo\b|force ouv|sud|solidaires"
)
"""One of these stands in every text that a pattern above finds: most texts stop here."""


def check_free_text(cell: str) -> Note | None:
    """Say what a free text must not contain; None when there is nothing to say.

    >>> check_free_text("en mandat ad hoc depuis mars").code
    'confidential-procedure'
    >>> check_free_text("projet d'extension") is None
    True
    """
    if len(cell) < 60:
        return _check_short(cell) if cell else None
    return _check(cell)


@lru_cache(maxsize=8_192)
def _check_short(cell: str) -> Note | None:
    """Short purposes recur: looked at once."""
    return _check(cell)


def _check(cell: str) -> Note | None:
    text = _plain(cell)
    if _HINTS.search(text):
        if found := _confidential(text):
            return refused(
                "confidential-procedure",
                f"Le texte parle de « {found} » : {LEGAL_REASON}. "
                "Retirez cette mention pour que la ligne soit acceptée.",
            )
        for code, what, pattern in _PRIVATE:
            if pattern.search(text):
                message = f"Le texte parle peut-être {what} : à retirer, ou à confirmer par un référent."
                return doubted(code, message)
    if any(nir.is_valid(re.sub(r"[\s./-]", "", hit[0])) for hit in _NIR.finditer(cell)):
        return doubted("private-nir", "Le texte contient un numéro de sécurité sociale : à retirer.")
    return None


def _confidential(text: str) -> str | None:
    """Return the mention of a confidential procedure, other meanings of the word apart."""
    others = [other.span() for other in _OTHER_CONCILIATION.finditer(text)]
    for hit in _CONFIDENTIAL.finditer(text):
        if not any(start <= hit.start() < end for start, end in others):
            return hit[0]
    return None


def _plain(text: str) -> str:
    """Return a text in lower case, without accents, with single spaces and straight apostrophes."""
    lowered = text.lower()
    if not lowered.isascii():
        folded = unicodedata.normalize("NFKD", lowered.replace("’", "'"))
        lowered = "".join(char for char in folded if not unicodedata.combining(char) and char.isprintable())
    return " ".join(lowered.split())
