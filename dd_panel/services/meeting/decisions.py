"""What the panel settles: agreed scores, who is funded, in reserve or declined, with what support, and draws by lot."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import identity
from dd_panel.domain.meeting import (
    DECISION,
    LOT,
    OUTCOMES,
    RESERVES,
    SUPPORT,
    agreed_field,
    list_text,
    lot_text,
)
from dd_panel.domain.reviews import CANNOT_JUDGE, Score
from dd_panel.domain.scale import OffStepError, OutOfRangeError, plain
from dd_panel.services.change import Change
from dd_panel.services.meeting.conducting import acts_in, order_in, refuse_locked, view_in
from dd_panel.services.meeting.minutes_book import Said, meeting_in, write_down
from dd_panel.services.named import known_reference, known_references
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dd_panel.domain.identifiers import CriterionKey, Reference
    from dd_panel.domain.meeting import Outcome
    from dd_panel.domain.rubric import Rubric
    from dd_panel.services.meeting.conducting import MeetingView
    from dd_panel.services.workplace import Workplace

# -- agreed scores -----------------------------------------------------------------------------------------------------


def agree_total(place: Workplace, application: str, total: str, reason: str) -> Change:
    """Agree one score for the whole application, in place of scores by criterion; an empty text withdraws it.

    The members' own scores stay. Raises InputError without a reason, off the scale, or while the item is locked.
    """
    with place.store.writing() as work:
        reference, rubric = known_reference(work, application), work.rounds.get().rubric
        refuse_locked(work, reference)
        said = [Said(reference, agreed_field(key), "") for key in rubric.keys]
        said.append(Said(reference, agreed_field(None), _total(rubric, total)))
        return write_down(
            work, place, said, _needed(reason), _("Agreed score of {application}").format(application=reference)
        )


def agree_scores(place: Workplace, application: str, scores: Mapping[str, str], reason: str) -> Change:
    """Agree scores on criteria, in place of a total; an empty text withdraws one. They count once all are agreed.

    The members' own scores stay. Raises InputError without a reason, off a scale, for a criterion that is not in the
    rubric, or while the item is locked.
    """
    with place.store.writing() as work:
        reference, rubric = known_reference(work, application), work.rounds.get().rubric
        refuse_locked(work, reference)
        said = [Said(reference, agreed_field(None), "")]
        said += [Said(reference, agreed_field(key), text) for key, text in _by_criterion(rubric, scores).items()]
        return write_down(
            work, place, said, _needed(reason), _("Agreed scores of {application}").format(application=reference)
        )


def _needed(reason: str) -> str:
    if not reason.strip():
        raise InputError(
            _("An agreed score needs a reason."),
            _("It stands beside the members' own scores, and whoever asks later must be able to understand it."),
            _("Say in a sentence why the panel agreed on it."),
        )
    return reason.strip()


def _total(rubric: Rubric, text: str) -> str:
    if not text.strip():
        return ""
    number, scale = _number(text), rubric.scale
    if not scale.lowest <= number <= scale.highest:
        raise _off(text, plain(scale.lowest), plain(scale.highest))
    return plain(number)


def _by_criterion(rubric: Rubric, scores: Mapping[str, str]) -> dict[CriterionKey, str]:
    found: dict[CriterionKey, str] = {}
    for key, text in scores.items():
        try:
            criterion = rubric.criterion(key)
        except KeyError:
            raise InputError(
                _("“{key}” is no criterion of this round.").format(key=key),
                remedy=_("Use one of these: {keys}.").format(keys=", ".join(rubric.keys)),
            ) from None
        scale, wanted = criterion.scale, text.strip()
        if wanted and identity(wanted) != CANNOT_JUDGE:
            try:
                wanted = scale.text_of(scale.mark_of(_number(wanted)))
            except (OutOfRangeError, OffStepError):
                raise _off(text, plain(scale.lowest), plain(scale.highest), plain(scale.step)) from None
        found[criterion.key] = Score.standing(identity(wanted), scale).text(scale)
    return found


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text.strip())
        if number.is_finite() and number == round(number, 6):
            return number
    except InvalidOperation:
        pass
    raise InputError(_("“{text}” is no score.").format(text=text), remedy=_("Give a number with at most six decimals."))


def _off(text: str, lowest: str, highest: str, step: str = "") -> InputError:
    remedy = (
        _("Give a score from {lowest} to {highest} by {step}.")
        if step
        else _("Give a score from {lowest} to {highest}.")
    )
    return InputError(
        _("{score} is not on the scale.").format(score=text.strip()),
        remedy=remedy.format(lowest=lowest, highest=highest, step=step),
    )


# -- decisions ---------------------------------------------------------------------------------------------------------


def decide_on(
    place: Workplace,
    application: str,
    outcome: Outcome | None,
    *,
    support: int | None = None,
    reason: str = "",
    seen: MeetingView | None = None,
) -> Change:
    """Fund, reserve or decline an application, or withdraw the decision (None); `support` in whole units.

    Without `support` a funded application gets what it sought, at most the support for a place. What the caller has
    `seen` saves reading all reviews again, where it still holds. Raises InputError where a decision against the ranking
    has no reason, places or fund would not do, or the item is locked.
    """
    with place.store.writing() as work:
        reference, view = known_reference(work, application), acts_in(work, seen) or order_in(work)
        refuse_locked(work, reference)
        if outcome is not None:
            _refuse_decision(view, reference, outcome, reason)
        amount = None
        if outcome == "fund":
            amount = _support(view, reference, support)
        elif support is not None:
            raise InputError(
                _("Only a funded application gets support."), remedy=_("Leave the amount out, or fund it.")
            )
        said = [
            Said(reference, DECISION, outcome or ""),
            Said(reference, SUPPORT, "" if amount is None else str(amount)),
        ]
        return write_down(work, place, said, reason.strip(), _summary(reference, outcome))


def order_reserves(place: Workplace, references: Sequence[str], reason: str = "") -> Change:
    """Put the reserves into this order; raises InputError unless exactly the reserves are named."""
    with place.store.writing() as work:
        order = known_references(work, references)
        if sorted(order) != sorted(meeting_in(work).reserves):
            raise InputError(
                _("These are not the reserves."),
                remedy=_("Name every application that is in reserve once, and no other."),
            )
        return write_down(work, place, [Said(None, RESERVES, list_text(order))], reason, _("Order of the reserves"))


def _summary(reference: Reference, outcome: Outcome | None) -> str:
    said = {
        "fund": _("{reference} funded"),
        "reserve": _("{reference} in reserve"),
        "decline": _("{reference} declined"),
    }
    return said.get(outcome or "", _("Decision on {reference} withdrawn")).format(reference=reference)


def _refuse_decision(view: MeetingView, reference: Reference, outcome: Outcome, reason: str) -> None:
    if outcome not in OUTCOMES:
        raise InputError(
            _("“{outcome}” is no decision.").format(outcome=outcome), remedy=_("Say fund, reserve or decline.")
        )
    why = view.crosses(reference, outcome)
    if why and not reason.strip():
        raise InputError(
            _("This decision on {reference} needs a reason.").format(reference=reference),
            why,
            _("Say in a sentence why the panel departs from the ranking."),
        )
    others = sum(each.outcome == "fund" for key, each in view.meeting.decisions.items() if key != reference)
    places = view.ranking.rules.places
    if outcome == "fund" and others >= places:
        raise InputError(
            ngettext("The one place is given.", "All {count} places are given.", places).format(count=places),
            remedy=_("Put a funded application into reserve or decline it first."),
        )


def _support(view: MeetingView, reference: Reference, support: int | None) -> int | None:
    """The support to give: what was said, or what was sought; None where neither is known and no limit is set."""
    rules, most = view.ranking.rules, view.ranking.rules.support_per_place
    if support is None:
        support = _usual_support(view, reference)
    if support is None:
        return None
    if support < 0:
        raise InputError(_("Support can't be below zero."), remedy=_("Give an amount in whole units."))
    if most is not None and support > most:
        raise InputError(
            _("{amount} is more than the support for one place.").format(amount=f"{support:,}"),
            remedy=_("Give at most {most}.").format(most=f"{most:,}"),
        )
    given = sum(each.support or 0 for key, each in view.meeting.decisions.items() if key != reference)
    if rules.fund is not None and given + support > rules.fund:
        raise InputError(
            _("The fund does not reach: {left} of {fund} are left.").format(
                left=f"{rules.fund - given:,}", fund=f"{rules.fund:,}"
            ),
            remedy=_("Give less, or take back support from another application."),
        )
    return support


def support_asked(view: MeetingView, reference: Reference) -> int | None:
    """The support decided for an application, or what it would get without a word; None where nobody knows."""
    decision = view.meeting.decisions.get(reference)
    if decision is not None and decision.outcome == "fund":
        return decision.support
    return _usual_support(view, reference)


def _usual_support(view: MeetingView, reference: Reference) -> int | None:
    """What was sought, at most the support for a place."""
    sought, most = view.lines[reference].application.support_sought, view.ranking.rules.support_per_place
    return min((each for each in (sought, most) if each is not None), default=None)


@dataclass(frozen=True, slots=True)
class Followed:
    """What following the ranking settled, and what it left to the panel, each with its reason in a sentence."""

    change: Change
    settled: tuple[Reference, ...]
    left: tuple[tuple[Reference, str], ...]


def follow_ranking(place: Workplace, reserves: int = 0, *, seen: MeetingView | None = None) -> Followed:
    """Decide on whatever is not decided yet as the ranking has it: fund, so many reserves in order, decline the rest.

    What the ranking can't settle is left: level at the line, without a place, locked, or beyond the fund. On what is
    out of the competition nothing is decided. What the caller has `seen` saves reading all reviews again. Raises
    InputError when the number of reserves is below zero.
    """
    if reserves < 0:
        raise InputError(_("There can't be less than no reserves."), remedy=_("Give a number from 0."))
    said: list[Said] = []
    settled: list[Reference] = []
    left: list[tuple[Reference, str]] = []
    with place.store.writing() as work:
        view = acts_in(work, seen) or view_in(work)
        waiting = reserves - len(view.meeting.reserves)
        given = view.support_given
        funded = sum(each.outcome == "fund" for each in view.meeting.decisions.values())
        for reference, side in view.sides.items():
            if reference in view.meeting.decisions or reference in view.out:
                continue
            wanted = "fund" if side == "in" else "reserve" if waiting > 0 else "decline"
            support = _usual_support(view, reference) if wanted == "fund" else None
            if why := _not_settled(view, reference, wanted, funded, given + (support or 0)):
                left.append((reference, why))
                continue
            funded, given, waiting = (
                funded + (wanted == "fund"),
                given + (support or 0),
                waiting - (wanted == "reserve"),
            )
            settled.append(reference)
            said.append(Said(reference, DECISION, wanted))
            said.append(Said(reference, SUPPORT, "" if support is None else str(support)))
        change = write_down(work, place, said, "", _("Decided as the ranking has it"))
    return Followed(change, tuple(settled), tuple(left))


def _not_settled(view: MeetingView, reference: Reference, wanted: str, funded: int, given: int) -> str:
    """Why the ranking alone does not settle an application; empty where it does."""
    rules = view.ranking.rules
    if view.must_leave(reference):
        return _("Somebody with a conflict of interest is still in the room.")
    if view.lines[reference].ranked.place is None:
        return _("It has no place in the ranking.")
    if view.sides[reference] == "level":
        return _("It shares its place with others, and there are too few places for all of them.")
    if wanted == "fund" and funded >= rules.places:
        return _("All places are given.")
    if wanted == "fund" and rules.fund is not None and given > rules.fund:
        return _("The fund does not reach.")
    return ""


# -- draws by lot ------------------------------------------------------------------------------------------------------


def draw_lot(place: Workplace, seed: str = "", *, seen: MeetingView | None = None) -> Change:
    """Draw between the applications that share the last place, where the rules announced it; it can't be taken back.

    The seed is kept, and anybody can repeat the draw from it; without one it is made here. What the caller has `seen`
    saves reading all reviews again. Raises InputError where the rules announced no draw, nothing is tied, or it was
    drawn already.
    """
    with place.store.writing() as work:
        view = acts_in(work, seen) or order_in(work)
        if not view.ranking.rules.lot_for_ties:
            raise InputError(
                _("The rules of this round announced no draw by lot."),
                remedy=_("Decide between applications that are level, and give the reason."),
            )
        level = [application for application, side in view.sides.items() if side == "level"]
        if not level:
            raise InputError(
                _("No applications are level at the funding line, or the draw was made already."),
                remedy=_("Nothing needs to be drawn."),
            )
        text = lot_text(seed.strip() or secrets.token_hex(16), level)
        done = write_down(work, place, [Said(None, LOT, text)], "", _("Drawn by lot"))
    return Change(done.touched, done.summary)
