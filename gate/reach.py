"""From where a service is reached, and by which names: settled once, before it starts, or refused in one sentence.

Beyond the machine itself only people and keys with accounts are answered, and only over HTTPS: the service's own, or
that of a server in front of it whose addresses are said. Anything else has to be asked for by name (`--insecure`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from graph.errors import Misuse
from graph.settings import Settings

ONLY_LOOPBACK = "Sans comptes, DORE ne répond qu'à sa propre machine."


@dataclass(frozen=True, slots=True)
class Reach:
    """What of the outside a service answers to.

    Args:
        beyond: other machines too; otherwise this one alone, called by one of its own names.
        hosts: the names and addresses it answers to, without ports, besides this machine's own.
        proxies: addresses or networks of the servers in front, whose word about a request is taken.
    """

    beyond: bool = False
    hosts: frozenset[str] = field(default_factory=frozenset)
    proxies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for when the service was started.

    Args:
        host: where to listen.
        accounts: whether people sign in.
        tls: whether the service has a certificate of its own.
        proxies: addresses of servers in front, with commas; empty for none.
        insecure: whether to do without HTTPS beyond this machine.
    """

    host: str
    accounts: bool = False
    tls: bool = False
    proxies: str = ""
    insecure: bool = False


def reach_of(asked: Asked, settings: Settings) -> Reach:
    """Return from where a service will be reached.

    >>> reach_of(Asked("127.0.0.1"), Settings()).beyond
    False

    Raises:
        Misuse: what was asked for would show the service to strangers, or contradicts itself.
    """
    proxies = tuple(_network(one) for one in asked.proxies.split(",") if one.strip())
    beyond = bool(proxies) or not is_loopback(asked.host)
    if asked.insecure and (asked.tls or proxies):
        raise Misuse("--insecure contredit --tls-cert et --behind-proxy.", hint="Gardez celui que vous voulez.")
    if asked.tls and proxies:
        raise Misuse("--tls-cert et --behind-proxy s'excluent.", hint="Le certificat est à celui qui reçoit le public.")
    if not beyond:
        return Reach()
    if not asked.accounts:
        raise Misuse(
            f"{ONLY_LOOPBACK} L'adresse « {asked.host} » est refusée.",
            hint="Ajoutez --accounts, ou utilisez --host 127.0.0.1.",
        )
    if not (asked.tls or proxies or asked.insecure):
        raise Misuse(
            f"L'adresse « {asked.host} » serait ouverte à d'autres machines sans chiffrement.",
            hint="Ajoutez --tls-cert et --tls-key, ou --behind-proxy ADRESSE, ou --insecure en connaissance de cause.",
        )
    hosts = _hosts(asked, settings)
    if not hosts:
        raise Misuse(
            "Rien ne dit sous quel nom les autres machines appellent DORE.",
            hint="Donnez-le : DORE_PUBLIC_URL=https://dore.exemple.fr.",
        )
    return Reach(True, hosts, proxies)


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine's own, as written: nothing is looked up.

    >>> is_loopback("127.0.0.1"), is_loopback("[::1]"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    name = host.strip("[]").lower().removesuffix(".")
    if name == "localhost":
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def _hosts(asked: Asked, settings: Settings) -> frozenset[str]:
    names = [one.strip() for one in settings.allowed_hosts.split(",")]
    if settings.public_url:
        parts = urlsplit(settings.public_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
            raise Misuse(
                f"DORE_PUBLIC_URL n'est pas l'adresse d'un site : « {settings.public_url} ».",
                hint="Écrivez-la ainsi : https://dore.exemple.fr.",
            )
        names.append(parts.hostname)
    if not _is_every_address(asked.host):
        names.append(asked.host)
    return frozenset(name.strip("[]").lower() for name in names if name and not is_loopback(name))


def _is_every_address(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        return False


def _network(written: str) -> str:
    try:
        return str(ip_network(written.strip(), strict=False))
    except ValueError as error:
        raise Misuse(
            f"« {written.strip()} » n'est ni une adresse ni un réseau.",
            hint="Écrivez --behind-proxy 127.0.0.1, ou plusieurs avec des virgules.",
        ) from error
