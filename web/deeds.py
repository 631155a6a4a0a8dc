"""What the journal calls each thing that people do, and those that it can be asked for."""

from __future__ import annotations

from access import sweeping
from access.memberships import GRANTED
from access.roles import ROLES_FR
from graph.schema.means import VERDICTS_OF_ITEMS
from graph.schema.needs import NEED_ACTS
from graph.schema.partnership import OUTCOMES
from graph.schema.projects import VERDICTS
from graph.visibility import LABELS_FR
from planning.campaigns import LEVELS

ACTIONS_FR = {
    "read-open": "a consulté",
    "read-members": "a consulté",
    "read-own": "a consulté ses propres fiches",
    "write": "a saisi ou modifié",
    "import": "a importé",
    "decide": "a décidé une ligne à vérifier",
    "persons": "a consulté le dossier d'une personne",
    "read-audit": "a lu ce journal",
    "administer": "a consulté l'état du service",
    "sign-in": "s'est connecté",
    "person-erase": "a effacé une personne",
    "person-freeze": "a gelé une personne",
    "person-unfreeze": "a levé un gel",
    "person-object": "a noté une opposition",
    "person-unobject": "a retiré une opposition",
    "person-rectify": "a rectifié une personne",
    "person-export": "a exporté le dossier d'une personne",
    "member-invite": "a invité un membre",
    "member-end": "a mis fin à une adhésion",
    "member-leave": "a quitté l'institution",
    **{f"member-role-{role}": f"a changé un rôle : {ROLES_FR[role]}" for role in GRANTED},
    "link-create": "a fait un lien de connexion",
    "organisation-choose": "a choisi d'agir pour l'institution",
    "sign-out": "s'est déconnecté",
    "key-create": "a créé une clé",
    "key-revoke": "a révoqué une clé",
    "charter-accept": "a accepté la charte",
    "organisation-admit": "a admis l'institution",
    "organisation-suspend": "a suspendu l'institution",
    "organisation-resume": "a rouvert l'institution",
    "organisation-mailbox": "a changé l'adresse de l'institution",
    "person-disable": "a fermé un compte",
    "campaign-create": "a fait une campagne de visites",
    **{f"campaign-level-{level}": f"a changé qui voit une campagne : {LABELS_FR[level]}" for level in LEVELS},
    **{
        f"experiment-{verdict}": f"a donné le bilan d'une expérimentation : {said}"
        for verdict, said in VERDICTS.items()
    },
    "merge": "a réuni deux entreprises",
    "merge-propose": "a proposé de réunir deux entreprises",
    "merge-undo": "a annulé une décision sur deux entreprises",
    "merge-distinct": "a dit que deux entreprises ne sont pas la même",
    **{f"need-{step.replace('_', '-')}": f"a agi sur un besoin : {said}" for step, said in NEED_ACTS.items()},
    **{f"committee-{verdict}": f"a décidé d'un dossier : {said}" for verdict, said in VERDICTS_OF_ITEMS.items()},
    **{
        f"consultation-{outcome.replace('_', '-')}": f"a dit ce qui est retenu d'une réponse : {said}"
        for outcome, said in OUTCOMES.items()
    },
    "consultation-close": "a clos une consultation",
    "consultation-open": "a rouvert une consultation",
    "demand-validate": "a fait un besoin d'une demande",
    "demand-refuse": "n'a pas retenu une demande",
    "digest-send": "a écrit à l'institution",
    "envelope-transfer": "a transféré une enveloppe",
    "commitment-pay": "a payé un engagement",
    "referral-answer": "a répondu à une question",
    "consultation-reply": "a répondu à une consultation",
    "demand-receive": "a reçu une demande",
    "demand-take": "a pris en charge une demande",
    "allocation-keep": "a retenu une répartition",
    "allocation-drop": "a écarté une répartition",
    "territorial-promote": "a porté un besoin au niveau du territoire",
    "territorial-answer": "a répondu à un besoin du territoire",
    sweeping.SLOWED: "a ouvert beaucoup de fiches ou de listes, et a été ralenti",
    sweeping.REFUSED: "a ouvert trop de fiches ou de listes, et a été arrêté",
}
CHOICES = (
    "read-members", "read-own", "write", "import", "decide", "persons", "person-export", "person-erase",
    sweeping.SLOWED, sweeping.REFUSED,
)  # fmt: skip
