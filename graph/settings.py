"""What an installation can set, from the environment or a `.env` file: one place, all of it optional.

Every variable has the prefix `DORE_`, but for the three that Neo4j's own tools use (`NEO4J_URI`,
`NEO4J_USER`, `NEO4J_PASSWORD`).
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from graph.errors import Misuse


def default_home() -> Path:
    """Where data goes when `DORE_HOME` is not set: the user's data folder (XDG), never the source tree."""
    data_home = os.environ.get("XDG_DATA_HOME")
    return (Path(data_home) if data_home else Path.home() / ".local" / "share") / "dore"


_EXPECTED = {
    "int": "un nombre entier",
    "greater": "un nombre plus grand",
    "literal": "l'un des mots que la documentation donne",
    "bool": "true ou false",
    "path": "un chemin",
}


class Settings(BaseSettings):
    """The settings of one installation, read once at start."""

    model_config = SettingsConfigDict(
        env_prefix="DORE_", env_file=".env", extra="ignore", frozen=True, populate_by_name=True
    )

    home: Path = Field(default_factory=default_home, description="everything DORE writes is under it")
    runtime: Path | None = Field(
        default=None, description="jars and Java, shareable by several homes; default: home/runtime"
    )
    region: str = Field(default="32", description="INSEE code of the region; 32 is Hauts-de-France")

    neo4j_uri: str | None = Field(default=None, validation_alias=AliasChoices("NEO4J_URI", "neo4j_uri"))
    neo4j_user: str = Field(default="neo4j", validation_alias=AliasChoices("NEO4J_USER", "neo4j_user"))
    neo4j_password: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("NEO4J_PASSWORD", "neo4j_password")
    )

    heap_mib: int | None = Field(default=None, ge=256, description="Java heap; default from the memory")
    page_cache_mib: int | None = Field(default=None, ge=64, description="page cache; default from the memory")
    bolt_port: int | None = Field(default=None, description="embedded server; default: a free port")
    transaction_timeout_s: int = Field(default=30, ge=1)
    transaction_memory_mib: int = Field(default=256, ge=16)

    host: str = Field(default="127.0.0.1", description="address the service listens on")
    port: int = Field(default=8032, description="port the service listens on")
    public_url: str = Field(default="", description="address that people type, where it is not host and port")
    allowed_hosts: str = Field(default="", description="other names the service answers to, with commas")
    contact: str = Field(default="", description="mailbox of whoever runs the service, shown to strangers")

    oidc_issuer: str = Field(default="", description="address of the identity provider; empty: one-time links alone")
    oidc_client_id: str = Field(default="")
    oidc_client_secret: SecretStr = Field(default=SecretStr(""))
    oidc_label: str = Field(default="votre compte professionnel", description="its name on the sign-in page")
    oidc_trust_email: bool = Field(
        default=False, description="take an address of which the provider does not say whether it verified it"
    )

    smtp_host: str = Field(default="", description="server that sends the digests; empty: they are kept as files")
    smtp_port: int = Field(default=587)
    smtp_security: Literal["starttls", "tls", "none"] = Field(default="starttls")
    smtp_user: str = Field(default="")
    smtp_password: SecretStr = Field(default=SecretStr(""))
    smtp_from: str = Field(default="", description="address that letters come from; by default the contact")

    rate_person: str = Field(default="600/minute", description="requests of a person or key; empty: no limit")
    rate_organisation: str = Field(default="6000/minute", description="requests of a whole institution")
    rate_address: str = Field(default="120/minute", description="requests of nobody, by address")
    rate_sign_in: str = Field(default="60/minute", description="attempts to sign in, by address")
    rate_demand: str = Field(default="10/hour", description="requests sent by the public form, by address")
    sweep_sheets: int = Field(default=300, ge=0, description="company sheets a person may open in an hour; 0: no limit")
    sweep_lists: int = Field(default=120, ge=0, description="exports and further pages of lists, in an hour")

    maven_repository: str | None = Field(default=None, description="another Maven repository, if any")
    sirene_url: str = Field(default="https://object.files.data.gouv.fr/data-pipeline-open/siren/stock")
    cog_url: str = Field(default="https://www.insee.fr/fr/statistiques/fichier/8740222")
    naf_url: str = Field(default="https://www.insee.fr/fr/statistiques/fichier/2120875")

    @property
    def runtime_dir(self) -> Path:
        """Folder of the jars and of what is needed to start the embedded server."""
        return self.runtime or self.home / "runtime"


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process, read at the first call.

    Raises:
        Misuse: one of them is not a value that it takes.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = error.errors()[0]
        field = str(wrong["loc"][0])
        name = field.upper() if field.upper().startswith("NEO4J_") else f"DORE_{field.upper()}"
        said = _EXPECTED.get(str(wrong["type"]).split("_")[0], "une autre valeur")
        # What was given is not repeated: it may be a secret under another's name.
        raise Misuse(
            f"Le réglage {name} n'est pas valable : {said} est attendu.",
            hint="Corrigez-le dans l'environnement ou dans le fichier .env, ou retirez-le.",
        ) from error
