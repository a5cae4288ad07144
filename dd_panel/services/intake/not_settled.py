"""What nobody has settled about the applications when they are shared out among the members, or sent to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.services.intake.eligibility import see_eligibility
from dd_panel.services.intake.view import see_intake
from dd_panel.services.round.conflict_forms import forms_out
from dd_panel.text import _, few, ngettext

if TYPE_CHECKING:
    from dd_panel.services.intake.eligibility import EligibilityView
    from dd_panel.services.workplace import Workplace


def not_settled(place: Workplace) -> tuple[str, ...]:
    """What should not be passed over in silence, as whole sentences; none where all is plain.

    They name the applications in the competition that the register speaks against, that are still to be checked, or
    that no official came to with the gates; count the messages that wait and the forms whose answers nobody has looked
    at; and name the members whose conflicts forms have not come back.
    """
    view = see_eligibility(place)
    return (*_of_eligibility(view), *_of_gates(view), *_of_intake(place), *_of_conflicts_forms(place))


def _of_eligibility(view: EligibilityView) -> list[str]:
    if not view.register:
        # Without a register every application is to be checked, and nobody means to.
        return []
    sentences = {
        "ineligible": _("The register speaks against {references}, and nobody has taken them out."),
        "check": _("Still to be checked: {references}."),
    }
    said = []
    for state, sentence in sentences.items():
        found = [each.register.reference for each in view.standings if each.state == state and not each.out]
        if found:
            said.append(sentence.format(references=few(found)))
    return said


def _of_gates(view: EligibilityView) -> list[str]:
    ticked = {each.register.reference for each in view.standings if any(check.ticks for check in each.gates)}
    inside = [each.register.reference for each in view.standings if not each.out]
    missed = [each for each in inside if each not in ticked]
    if not missed or not ticked:
        # Where nobody ticks any gate here, it is done elsewhere, if at all.
        return []
    return [_("No gate is ticked yet of {references}.").format(references=few(missed))]


def _of_intake(place: Workplace) -> list[str]:
    view = see_intake(place)
    waiting, unchecked = view.count("waiting"), view.unchecked
    said = []
    if waiting:
        sentence = ngettext(
            "{count} message or folder waits to be accepted or set aside.",
            "{count} messages or folders wait to be accepted or set aside.",
            waiting,
        )
        said.append(sentence.format(count=waiting))
    if unchecked:
        sentence = ngettext(
            "Nobody has looked at the answers read from {count} form.",
            "Nobody has looked at the answers read from {count} forms.",
            unchecked,
        )
        said.append(sentence.format(count=unchecked))
    return said


def _of_conflicts_forms(place: Workplace) -> list[str]:
    out = forms_out(place)
    if not out:
        return []
    sentence = ngettext(
        "{count} conflicts form has not come back: {members}.",
        "{count} conflicts forms have not come back: {members}.",
        len(out),
    )
    return [sentence.format(count=len(out), members=few([each.name for each in out]))]
