"""Checking any file of ours: what it is, what it says of itself, and whether it is sound."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dd_panel.domain.errors import DDPanelError, InputError, PassphraseError, VersionConflictError
from dd_panel.domain.purposes import Purpose
from dd_panel.domain.rounds import LONDON
from dd_panel.exchange.conflicts_form import is_form, read_form
from dd_panel.exchange.consolidated.write import is_consolidated
from dd_panel.exchange.files import read_whole, sha256_of
from dd_panel.exchange.guard import Refused
from dd_panel.exchange.minutes.write import is_minutes
from dd_panel.exchange.pack import fingerprint, is_pack, public_key, read_pack
from dd_panel.exchange.scoresheet.read import identify
from dd_panel.services.returns.receipts import receipt_of
from dd_panel.services.review.exported import EXPORT_FACT
from dd_panel.services.review.reviewing import member_of
from dd_panel.services.round.key import secret_key
from dd_panel.store.files import open_store
from dd_panel.store.header import read_header
from dd_panel.store.store import FileKind
from dd_panel.text import _

if TYPE_CHECKING:
    from pathlib import Path

    from dd_panel.store.store import Store


_LARGEST = 4 * 1024**3
"""Bytes of the largest file that is checked; a round with every application's attachments has a tenth of that."""

_NOT_DAMAGED = (PassphraseError, VersionConflictError)
"""Why a file can't be checked although nothing needs to be wrong with it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file is, facts about it by name, and what is wrong with it; no problems means it is sound."""

    kind: str
    facts: dict[str, str | int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def verify(path: Path, passphrase: str | None = None) -> Verdict:
    """Check a round, a review, a pack, a scoresheet, a consolidated workbook, a conflicts form or minutes.

    Raises InputError when the file is none of these, or can't be read at all, PassphraseError when it is locked and not
    with this passphrase, VersionConflictError when another version of the program made it.
    """
    content = read_whole(path, _LARGEST)
    about: dict[str, str | int] = {"sha256": sha256_of(content), "bytes": len(content)}
    if read_header(path).ours:
        verdict = _verify_store(path, passphrase)
    elif is_pack(path):
        verdict = _verify_pack(path, passphrase)
    elif is_consolidated(path):
        verdict = Verdict("consolidated workbook")
    elif is_minutes(path):
        verdict = Verdict("minutes")
    else:
        verdict = _verify_return(path, content)
    return Verdict(verdict.kind, {**verdict.facts, **about}, verdict.problems)


def _verify_store(path: Path, passphrase: str | None) -> Verdict:
    try:
        with open_store(path, passphrase, writing=False) as store:
            problems = store.damage()
            kind = "round" if store.kind is FileKind.ROUND else "review"
            facts = {} if problems else _store_facts(store)
            if facts.get("receipt adds up") == "no":
                problems = [_("The receipt does not add up: no file and no decision accounts for all scores.")]
            return Verdict(kind, facts, tuple(problems))
    except _NOT_DAMAGED:
        raise
    except DDPanelError as error:
        return Verdict("store", problems=(str(error),))


def _store_facts(store: Store) -> dict[str, str | int]:
    with store.reading() as work:
        rules = work.rounds.get()
        facts: dict[str, str | int] = {
            "round": f"{rules.name} ({rules.reference})",
            "rubric": rules.rubric.version,
            "applications": len(work.applications.references()),
        }
        if store.kind is FileKind.REVIEW:
            facts["member"] = work.panel.member(member_of(work)).name
            facts["exports"] = int(work.about.get(EXPORT_FACT) or 0)
        else:
            receipt = receipt_of(work)
            facts["key"] = fingerprint(public_key(secret_key(work)))
            facts["members"] = len(work.panel.members())
            facts["returns"] = len(work.returns.all())
            facts["scores"] = f"{receipt.scored} of {receipt.expected}"
            facts["receipt adds up"] = "yes" if receipt.adds_up else "no"
        return facts


def _verify_pack(path: Path, passphrase: str | None) -> Verdict:
    try:
        pack = read_pack(path, passphrase)
    except _NOT_DAMAGED:
        raise
    except DDPanelError as error:
        return Verdict("review pack", problems=(str(error),))
    facts: dict[str, str | int] = {
        "round": f"{pack.rules.name} ({pack.rules.reference})",
        "rubric": pack.rules.rubric.version,
        "member": pack.member.name,
        "applications": len(pack.applications),
        "attachments": sum(len(each.attachments) for each in pack.applications),
        "signed with the key": fingerprint(pack.signer),
    }
    return Verdict("review pack", facts)


def _verify_return(path: Path, content: bytes) -> Verdict:
    """A scoresheet, or whatever else a member fills in and sends back."""
    try:
        sheets = identify(path.name, content)
    except Refused as refusal:
        if is_form(path):
            return _verify_form(path)
        raise InputError(
            _("{file} is no file of this program, or is damaged: {reason}.").format(
                file=path.name, reason=refusal.detail
            ),
            remedy=_(
                "Give a round, a review, a pack, a scoresheet, a consolidated workbook, a conflicts form or minutes."
            ),
        ) from None
    facts: dict[str, str | int] = {
        "rubric": ", ".join(sorted({about.rubric_version for about in sheets})),
        "member": ", ".join(about.member for about in sheets),
        "export": ", ".join(str(about.export) for about in sheets),
    }
    if sheets[0].saved:
        facts["saved"] = sheets[0].saved.astimezone(LONDON).isoformat()
    again = all(about.purpose is Purpose.SECOND_LOOK for about in sheets)
    return Verdict("second look" if again else "scoresheet", facts)


def _verify_form(path: Path) -> Verdict:
    try:
        form = read_form(path)
    except InputError as error:
        return Verdict("conflicts form", problems=(str(error),))
    declared = sum(bool(each.kind) for each in form.answers)
    return Verdict("conflicts form", {"member": form.member, "form": form.number, "conflicts": declared})
