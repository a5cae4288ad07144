"""A review in use meets a pack with another rubric: what is carried across, what has to be scored anew, never a mix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.errors import VersionConflictError
from dd_panel.domain.identifiers import COMPLETE, PREFERENCE, RECOMMENDATION, criterion_of, is_score, score_field
from dd_panel.domain.rubric_change import WayAcross, carried_along, compare_rubrics
from dd_panel.services.review.earlier_totals import CROSSED_FACT
from dd_panel.services.review.reviewing import member_of
from dd_panel.store.entry_values import Origin, Write
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from datetime import datetime

    from dd_panel.exchange.pack import Pack
    from dd_panel.store.work import Work

_JUDGED = frozenset({RECOMMENDATION, PREFERENCE, COMPLETE})
"""What a member concluded from the scores, and has to conclude again."""


def way_across(work: Work, pack: Pack, file: str) -> WayAcross | None:
    """What the pack's rubric would do to the scores of this review; None where it is the one they were given by.

    The secretariat decided which scores stand; the pack says so. Raises VersionConflictError where it says nothing
    about the rubric of this review.
    """
    old, new = work.rounds.get().rubric, pack.rules.rubric
    if old.version == new.version:
        return None
    carried = carried_along(pack.crossings, old.version, new.version)
    if carried is None:
        raise VersionConflictError(
            _("{file} has other criteria than your review.").format(file=file),
            _("Scores given by one rubric can't be counted by another."),
            _("Export what you have scored and ask the secretariat how to go on."),
        )
    entries = work.entries.of_member(member_of(work)).values()
    scored = [{field for field, value in filled.items() if value and is_score(field)} for filled in entries]
    counts = {key: sum(score_field(key) in fields for fields in scored) for key in old.keys}
    plan = WayAcross(compare_rubrics(old, new), sum(map(bool, scored)), counts, new_version=True)
    return plan.carrying(carried)


def go_across(work: Work, way: WayAcross, at: datetime, file: str) -> None:
    """Clear the scores that don't stand, and what was concluded from them; the history keeps both.

    What was written about a criterion stays as long as there is such a criterion.
    """
    carried, gone = set(way.carried), {each.key for each in way.changes if each.fate == "gone"}
    member = member_of(work)
    writes = [
        Write(member, reference, field, "")
        for reference, filled in work.entries.of_member(member).items()
        for field, value in filled.items()
        if value
        and (
            (field in _JUDGED and way.again > 0)
            or (
                (criterion := criterion_of(field)) is not None
                and (criterion in gone or (is_score(field) and criterion not in carried))
            )
        )
    ]
    origin = Origin(_("secretariat"), at, reason=_("Another rubric came with the review pack."), file=file)
    work.entries.write(writes, origin)
    work.about.put(CROSSED_FACT, str(work.history.last()))


def way_words(way: WayAcross) -> tuple[str, ...]:
    """What going across does, in sentences: in sum, then criterion by criterion, and those that stay as they are."""
    as_they_are = [each for each in way.changes if not each.words and each.key in way.carried and each.fate != "gone"]
    told = [
        _("{criterion}: {words}; {fate}.").format(
            criterion=each.title,
            words=_(", ").join(each.words) or _("nothing changes"),
            fate=_("your scores stand") if each.key in way.carried else _("to be scored anew"),
        )
        for each in way.changes
        if each.fate != "gone" and each not in as_they_are
    ]
    told += [_("{criterion}: it is gone.").format(criterion=each.title) for each in way.changes if each.fate == "gone"]
    if as_they_are:
        titles = _(", ").join(each.title for each in as_they_are)
        told.append(_("Nothing changes, and your scores stand: {criteria}.").format(criteria=titles))
    kept = ngettext("{count} score stands", "{count} scores stand", way.kept).format(count=way.kept)
    cleared = ngettext(
        "{count} is cleared and kept in the history", "{count} are cleared and kept in the history", way.dropped
    )
    return (_("{kept}, {cleared}.").format(kept=kept, cleared=cleared.format(count=way.dropped)), *told)
