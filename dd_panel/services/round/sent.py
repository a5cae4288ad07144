"""What each member has on the laptop: a note of every pack that went out, small enough to keep for all of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dd_panel.domain.identifiers import MemberId, Reference, identity
from dd_panel.exchange.files import sha256_of
from dd_panel.exchange.pack.contents import application_document, as_sent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dd_panel.domain.applications import Application
    from dd_panel.exchange.pack import Pack
    from dd_panel.store.work import Work

_FACT: Final = "pack-sent."


@dataclass(frozen=True, slots=True)
class Sent:
    """What a pack held: its rubric's version, a fingerprint of each application as it was sent, and the conflicts."""

    rubric: str
    applications: Mapping[Reference, str]
    conflicts: frozenset[Reference]


def fingerprint_of_application(application: Application) -> str:
    """The same for two applications that read alike, with the same files."""
    return sha256_of(json.dumps(application_document(application), sort_keys=True).encode())


def sent_of(pack: Pack) -> Sent:
    """What to note of a pack."""
    return Sent(
        pack.rules.rubric.version,
        {each.reference: fingerprint_of_application(each) for each in as_sent(pack)},
        frozenset(reference for reference, _text in pack.conflicts),
    )


def keep_sent(work: Work, member: MemberId, sent: Sent) -> None:
    """Note what a member has from now on."""
    document = {
        "rubric": sent.rubric,
        "applications": {str(reference): mark for reference, mark in sent.applications.items()},
        "conflicts": sorted(sent.conflicts),
    }
    work.about.put(f"{_FACT}{identity(member)}", json.dumps(document, ensure_ascii=False))


def sent_in(work: Work) -> Mapping[str, Sent]:
    """What was sent last to each member, by the id as it is compared; nothing of packs made before this was noted."""
    return {
        key.removeprefix(_FACT): _sent_from(json.loads(text)) for key, text in work.about.starting_with(_FACT).items()
    }


def _sent_from(kept: dict[str, Any]) -> Sent:
    return Sent(
        kept["rubric"],
        {Reference(reference): mark for reference, mark in kept["applications"].items()},
        frozenset(Reference(each) for each in kept["conflicts"]),
    )
