"""What a new round can begin from: rubrics that ship with the program, and a definition somebody has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dd_panel.domain.drafts import draft_of
from dd_panel.exchange.round_definition import read_round
from dd_panel.paths import resources
from dd_panel.text import _

if TYPE_CHECKING:
    from pathlib import Path

    from dd_panel.domain.drafts import RoundDraft


@dataclass(frozen=True, slots=True)
class Template:
    """A rubric to begin from: its name, and one sentence about it."""

    name: str
    sentence: str
    path: Path


def templates() -> tuple[Template, ...]:
    """The rubrics that ship with the program."""
    folder = resources()
    return (
        Template(
            _("The illustrative set"),
            _("Six criteria from 0 to 5 with all descriptors, as in the example round. Marked as illustrative."),
            folder / "example" / "round.toml",
        ),
        Template(
            _("Scores from 0 to 5"),
            _("Four general criteria, each level named and described."),
            folder / "templates" / "scores-0-5.toml",
        ),
        Template(
            _("Scores from 1 to 10"),
            _("The same four criteria on a longer scale."),
            folder / "templates" / "scores-1-10.toml",
        ),
        Template(
            _("Pass or fail"),
            _("Five criteria that are passed or failed; a fail has to be explained."),
            folder / "templates" / "pass-fail.toml",
        ),
    )


def begun_from(draft: RoundDraft, template: Template) -> RoundDraft:
    """The draft with the criteria, scale, order for ties and gates of a template; the rest stays as it was typed."""
    from_it = draft_of(read_round(template.path))
    return replace(
        draft,
        scale=from_it.scale,
        criteria=from_it.criteria,
        tie_break=from_it.tie_break,
        gates=from_it.gates,
        illustrative=from_it.illustrative,
    )


def draft_from(path: Path) -> RoundDraft:
    """The draft of a definition somebody has; raises InputError as `read_round` does."""
    return draft_of(read_round(path))
