"""What the consolidated workbook shows, as flat lines: whoever fills them in needs to know nothing about workbooks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from dd_panel.domain.reviews import ScoreState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal
    from fractions import Fraction

    from dd_panel.domain.identifiers import CriterionKey, MemberId, Reference
    from dd_panel.domain.panel import Member
    from dd_panel.domain.receipt import Receipt
    from dd_panel.domain.rounds import Round

Naming = Literal["full", "initials", "letters"]
NAMINGS: tuple[Naming, ...] = get_args(Naming)

WAITING = "waiting"
"""The state of a score whose received value waits for a decision; stands beside the five states of a score."""

STATES = frozenset({*(str(state) for state in ScoreState), WAITING})


@dataclass(frozen=True, slots=True)
class RankingLine:
    """One application in the order of the round; `place`, `score` and `percent` are None when nothing counts yet.

    `score` is on the round's scale, `percent` 0 … 100, `means` on each criterion's own scale; all exact. `reviews` is
    how many count, `planned` how many are meant to; `support_sought` is in whole units of the round's currency. One
    that is `out` of the competition has neither a place nor reviews, whatever was agreed on it; its flag says why.
    `likely` is where it may truly belong (`3–11`) and `chance` that of a place, in words; empty where unknown.
    """

    place: int | None
    reference: Reference
    lead_authority: str
    service: str = ""
    model: str = ""
    score: Fraction | None = None
    percent: Fraction | None = None
    reviews: int = 0
    planned: int = 0
    support_sought: int | None = None
    flags: tuple[str, ...] = ()
    means: Mapping[CriterionKey, Fraction] = field(default_factory=dict)
    likely: str = ""
    chance: str = ""
    out: bool = False


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One place for a score: its state, and the cell of the file it came from.

    `state` is one of the five states, or `waiting`; `score`, on the criterion's own scale, is there exactly when the
    state is *scored*. Raises ValueError otherwise.
    """

    reference: Reference
    member: MemberId
    criterion: CriterionKey
    state: str
    score: Decimal | None = None
    comment: str = ""
    evidence: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""

    def __post_init__(self) -> None:
        """A score belongs to *scored* and to nothing else."""
        if self.state not in STATES or (self.score is not None) != (self.state == ScoreState.SCORED):
            raise ValueError(self)


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One member's review of one application as a whole.

    `score` (on the round's scale) and `percent` are None where nothing is scored; `partial` says that part of the
    rubric is missing from them, `counts` that the review enters the ranking.
    """

    reference: Reference
    member: MemberId
    score: Fraction | None = None
    percent: Fraction | None = None
    counts: bool = False
    partial: bool = False
    conflicted: bool = False
    recommendation: str = ""
    guidance: str = ""
    support: str = ""


@dataclass(frozen=True, slots=True)
class DiscussedLine:
    """What the panel said about one application and agreed on, beside the members' own scores.

    `total` is on the round's scale; `scores` are texts: a number of the criterion's scale, or `cannot judge`.
    `position` (0 … 1) is None while a criterion is open; `own` is the mean of the members'
    reviews on the round's scale.
    """

    reference: Reference
    total: Decimal | None = None
    scores: Mapping[CriterionKey, str] = field(default_factory=dict)
    position: Fraction | None = None
    own: Fraction | None = None
    reason: str = ""
    who: str = ""
    at: datetime | None = None
    note: str = ""
    left: tuple[tuple[MemberId, str], ...] = ()
    votes: str = ""

    @property
    def has_agreed(self) -> bool:
        """Whether a score was agreed, in total or on a criterion."""
        return self.total is not None or bool(self.scores)


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """What was decided on one application. `turn` is the place among the reserves; `support` in whole units.

    `crosses` says why it departs from the ranking; empty where it follows it.
    """

    reference: Reference
    outcome: str
    place: int | None
    turn: int | None
    support: int | None
    crosses: str
    reason: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReviewerLine:
    """How one member scores: reviews that count, their mean on the round's scale, and how strict that is, in words."""

    member: MemberId
    reviews: int
    mean: Fraction | None
    strictness: str


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """How far members agree on a criterion or on the total; what can't be computed is None, and `remark` says why."""

    name: str
    alpha: float | None = None
    low: float | None = None
    high: float | None = None
    pairs: int | None = None
    difference: float | None = None
    within_one: float | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One thing that was done: when, by whom, what, about which application or file, and why."""

    at: datetime
    who: str
    what: str
    about: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """A member who must not judge an application, why, and where and when that was said."""

    reference: Reference
    member: MemberId
    text: str
    declared: datetime | None = None
    file: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class SecondLookLine:
    """A score that was looked at a second time: both scores as they are kept, both reasons, and where the second is.

    `second` is empty where the member stayed with the first; then the first counts, else the second.
    """

    reference: Reference
    member: MemberId
    criterion: CriterionKey
    first: str
    first_comment: str
    second: str
    reason: str
    file: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A finding that waits for a decision; `number` is what it is decided by, `sentence` says what is wrong."""

    number: int
    kind: str
    sentence: str
    file: str
    sheet: str = ""
    cell: str = ""
    reference: str = ""
    member: MemberId | None = None
    criterion: CriterionKey | None = None
    found: str = ""
    proposed: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A file the secretariat received. `saved` is the workbook's own time; a remark is a few words about the file."""

    file: str
    sha256: str
    received: datetime
    status: str
    member: MemberId | None = None
    export: int | None = None
    saved: datetime | None = None
    waiting: int = 0
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Consolidation:
    """Everything the consolidated workbook shows, as it stood at `made`.

    `ranked` holds every application in the round's order, those without a place last; `listed` the references in the
    order in which they came in, which equal places keep. `scores` and `reviews` hold every assigned review, in any
    order; sheets follow the order given. `sure` and `about_agreement` are sentences, `undecided` are those that compete
    and on which nothing is decided, `signed` says who signed the decisions, and `withheld` what a reader with conflicts
    of interest does not see; `naming` is how members are named.
    `balance` says of which models, regions and services the funded are, each as a label and words.
    `entered` counts applications as received, withdrawn, ineligible, check and eligible; empty where nobody looked.
    """

    rules: Round
    made: datetime
    members: tuple[Member, ...]
    ranked: tuple[RankingLine, ...]
    scores: tuple[ScoreLine, ...]
    reviews: tuple[ReviewLine, ...]
    receipt: Receipt
    conflicts: tuple[ConflictLine, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    waiting: tuple[WaitingLine, ...] = ()
    discussed: tuple[DiscussedLine, ...] = ()
    listed: tuple[Reference, ...] = ()
    sure: tuple[str, ...] = ()
    decisions: tuple[DecisionLine, ...] = ()
    undecided: tuple[Reference, ...] = ()
    signed: str = ""
    balance: tuple[tuple[str, str], ...] = ()
    reviewers: tuple[ReviewerLine, ...] = ()
    agreement: tuple[AgreementLine, ...] = ()
    about_agreement: tuple[str, ...] = ()
    changes: tuple[ChangeLine, ...] = ()
    second_looks: tuple[SecondLookLine, ...] = ()
    naming: Naming = "full"
    withheld: str = ""
    entered: Mapping[str, int] = field(default_factory=dict)
