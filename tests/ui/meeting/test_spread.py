"""How far the reviewers are apart on one application, for the eye and for a screen reader."""

from __future__ import annotations

from dataclasses import replace

from dd_panel.services.meeting.conducting import see_meeting
from dd_panel.services.workplace import Workplace
from dd_panel.ui.meeting.items import hidden, initials, item_of, letter, ordinal


def test_reviewers_with_the_same_initials_are_told_apart_on_their_discs(place: Workplace) -> None:
    view = see_meeting(place)
    reference, line = next(iter(view.lines.items()))
    twins = [review.member for review in line.reviews[:2]]
    members = dict(view.ranking.members)
    for name, member in zip(("Ada Brook", "Amy Brown"), twins, strict=True):
        members[member] = replace(members[member], name=name)
    item = item_of(replace(view, ranking=replace(view.ranking, members=members)), None, reference)
    discs = {voice.name: voice.disc for voice in item.criteria[0].voices}
    assert (discs["Ada Brook"], discs["Amy Brown"]) == ("AB1", "AB2")
    assert all(disc.isalpha() for name, disc in discs.items() if name not in {"Ada Brook", "Amy Brown"})


def test_every_level_of_a_short_scale_is_named_along_the_line(place: Workplace) -> None:
    view = see_meeting(place)
    item = item_of(view, None, next(iter(view.lines)))
    assert {line.ticks for line in item.criteria} == {("0", "1", "2", "3", "4", "5")}


def test_every_line_of_the_spread_is_read_aloud(place: Workplace) -> None:
    view = see_meeting(place)
    item = item_of(view, None, view.ranking.lines[0].application.reference)
    said = item.criteria[0].spoken()
    assert said.startswith("Case for change and outcomes, 25%, ")
    assert "mean " in said
    letters = hidden(item).criteria[0].voices
    assert {voice.disc for voice in letters} <= {"A", "B", "C", "D"}


def test_places_and_names_are_short() -> None:
    assert [ordinal(each) for each in (1, 2, 3, 4, 11, 12, 13, 21, 112, None)] == [
        "1st",
        "2nd",
        "3rd",
        "4th",
        "11th",
        "12th",
        "13th",
        "21st",
        "112th",
        "–",
    ]
    assert (initials("David Okoro"), initials("Plato"), letter(0), letter(27)) == ("DO", "P", "A", "B2")
