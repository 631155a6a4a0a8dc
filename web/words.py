"""The words of the pages: how codes are called in French."""

from __future__ import annotations

from ingest.reference.vocabularies import themes

STATUSES_FR = {"planned": "prévue", "done": "faite", "cancelled": "annulée"}
EVENTS_FR = {
    "planned": "Prévue", "reported": "Compte rendu", "cancelled": "Annulée", "changed": "Modifiée",
    "corrected": "Corrigée", "level": "Diffusion changée", "joined": "Visite commune", "separated": "Visite séparée",
}  # fmt: skip
FIELDS_FR = {
    "on": "jour", "status": "état", "visibility": "diffusion", "theme": "thème", "siret": "établissement",
    "role": "rôle", "duration_minutes": "durée (minutes)", "joint_reference": "référence conjointe",
    "reference": "numéro de visite", "purpose": "objet", "note": "note interne", "agent": "qui y va",
    "overlap_reason": "motif du recouvrement",
}  # fmt: skip
STATES_FR = {"open": "en activité", "closed": "fermée", "unknown": "état inconnu"}

COLUMNS_FR = {
    "overlap_reason": "motif d'un recouvrement accepté",
    "address": "adresse", "agent": "qui s'est déplacé", "amount_eur": "montant en euros",
    "answered_on": "date de réponse", "baseline": "situation de départ", "categorie": "catégorie d'entreprise",
    "closed_on": "date de fermeture", "code_commune": "code INSEE de la commune", "code_postal": "code postal",
    "commune": "commune", "created_on": "date de création", "departement": "département",
    "duration_minutes": "durée en minutes", "effectif_year": "année de l'effectif", "ends_on": "date de fin",
    "engineering_fte": "ETP d'ingénierie", "enseigne": "enseigne", "est_ess": "économie sociale et solidaire",
    "former_name": "ancien nom", "hypothesis": "hypothèse", "jobs": "emplois",
    "joint_reference": "référence de visite conjointe", "kind": "type", "lesson": "enseignements", "naf": "code NAF",
    "name": "nom de l'entreprise", "nature_juridique": "forme juridique", "note": "note interne", "on": "date",
    "operator": "institution", "origin": "jeu de données d'origine", "parties": "signataires",
    "purpose": "objet", "reference": "identifiant de la ligne", "responsibilities": "responsabilités",
    "result": "résultat", "role": "rôle", "scheme": "dispositif", "sectors": "filières", "sigle": "sigle",
    "siren": "SIREN", "siret": "SIRET", "stage": "avancement", "starts_on": "date de début",
    "state": "état de l'entreprise", "status": "état", "statut_diffusion": "statut de diffusion Sirene",
    "summary": "description", "target": "objectif", "territory": "territoire", "theme": "thème", "title": "intitulé",
    "tranche_effectif": "tranche d'effectif", "until": "date de fin", "usual_name": "nom usuel",
    "addressee": "institution à qui la question est posée", "agent_email": "courriel de l'agent",
    "answer": "réponse", "asked_eur": "montant demandé", "committee": "comité", "decided_on": "date de décision",
    "decision": "dossier de comité", "due_on": "réponse attendue le", "envelope": "enveloppe", "fte": "ETP",
    "function": "fonction", "granted_eur": "montant accordé", "hours": "heures", "mailbox": "boîte fonctionnelle",
    "manager": "gestionnaire", "members": "membres, par fonction", "minutes": "compte rendu",
    "paid_eur": "montant payé",
    "paid_on": "date de paiement", "parent": "enveloppe dont elle est prise", "participants": "nombre de participants",
    "partner": "institution en tandem", "place": "lieu", "reason": "motif", "returned_eur": "montant reversé",
    "returned_on": "date de reversement", "territories": "territoires", "themes": "sujets",
    "trainer": "qui donne la formation", "year": "année",
    "verdict": "bilan", "visibility": "qui voit la ligne",
}  # fmt: skip
"""What the columns of files say."""


def theme(code: str | None) -> str:
    """Return the label of a theme, or what was written when it is none of the list.

    >>> theme("export"), theme("autre chose")
    ('Export et international', 'autre chose')
    """
    return themes().label(code or "")
