"""The looks of the consolidated workbook: a few cell formats, each made once."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from dd_panel.domain.rounds import sign_of
from dd_panel.paths import resources
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

    from dd_panel.domain.rubric import Criterion

FONT, FONT_SIZE = "Arial", 10
SHADES = 6
SCORE, MEAN, PERCENT, COUNT = "General", "0.00", "0.0", "#,##0"
TALLY = '#,##0;-#,##0;"–"'
MOMENT = "d mmm yyyy, hh:mm"

Align = Literal["left", "center", "right"]


class Styles:
    """Gives the format for a kind of cell; asking twice gives the same one. Colours are the design's own."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}
        self._looks: dict[int, dict[str, object]] = {}
        tokens = json.loads((resources() / "design" / "tokens.json").read_text(encoding="utf-8"))
        self._colours = {name: each["value"] for name, each in tokens["themes"]["light"]["colours"].items()}
        self._heat: dict[tuple[str, Decimal | Fraction, str], Format] = {}
        head: dict[str, object] = {
            "bold": True,
            "font_color": "onAccent",
            "bg_color": "accent",
            "bottom_color": "accent",
            "text_wrap": True,
        }
        self.headers: dict[Align, Format] = {
            "left": self.cell(**head, indent=1),
            "center": self.cell(**head, align="center"),
            "right": self.cell(**head, align="right", indent=1),
        }
        self.text = self.cell(indent=1, text_wrap=True)
        self.single = self.cell(indent=1)
        self.strong = self.cell(indent=1, text_wrap=True, bold=True)
        self.quiet = self.cell(indent=1, text_wrap=True, font_color="ink3")
        self.quiet_single = self.cell(indent=1, font_color="ink3")
        self.number = self.cell(indent=1, align="right", num_format=COUNT)
        self.tally = self.cell(indent=1, align="right", num_format=TALLY)
        self.moment = self.cell(indent=1, align="left", num_format=MOMENT)
        self.title = self.line(bold=True, font_size=16)
        self.section = self.line(bold=True, font_size=12, font_color="accent")
        self.subtitle = self.line(font_color="ink2")
        self.notice = self.line(font_color="warn")

    def colour(self, name: str) -> str:
        """A colour of the design by its name."""
        return str(self._colours[name])

    def cell(self, **look: object) -> Format:
        """The format of a cell in a table, with a hairline below."""
        return self._make({"valign": "vcenter", "bottom": 1, "bottom_color": "line", **look})

    def line(self, **look: object) -> Format:
        """The format of a line of text outside any table."""
        return self._make({"valign": "vcenter", **look})

    def quoted(self, made: Format) -> Format:
        """The same format for a text that a spreadsheet would take for a formula when it is edited."""
        return self._make({**self._looks[id(made)], "quote_prefix": True})

    def heat(self, criterion: Criterion, value: Decimal | Fraction, num_format: str = SCORE) -> Format:
        """The format of a score: the further towards the best, the darker."""
        key = (criterion.key, value, num_format)
        if key not in self._heat:
            scale = criterion.scale
            share = (Fraction(value) - Fraction(scale.lowest)) / (Fraction(scale.highest) - Fraction(scale.lowest))
            position = share if scale.best == "highest" else 1 - share
            shade = int(position * (SHADES - 1) + Fraction(1, 2))
            self._heat[key] = self.cell(
                num_format=num_format,
                align="center",
                bg_color=f"s{shade}",
                font_color=f"t{shade}",
                bottom_color="surface",
            )
        return self._heat[key]

    def shades(self, criterion: Criterion) -> Iterator[tuple[float, float, Format]]:
        """From which score to which each shade of a mean reaches, the darkest first, as formats for a condition."""
        scale = criterion.scale
        for shade in reversed(range(SHADES)):
            ends_at = (Fraction(2 * shade + step, 2 * (SHADES - 1)) for step in (-1, 1))
            worse, better = (min(Fraction(1), max(Fraction(0), end)) for end in ends_at)
            ends = sorted(float(scale.value_at(position)) for position in (worse, better))
            yield ends[0], ends[1], self.conditional(bg_color=f"s{shade}", font_color=f"t{shade}")

    def conditional(self, **look: object) -> Format:
        """What a condition changes about a cell, and nothing else."""
        return self._book.add_format(self._coloured(look))

    def amount(self, currency: str, *, at_least: bool = False) -> str:
        """How a sum of money is shown; `at_least` says so in the cell, for a sum that something is missing from."""
        before = _("at least {sign}") if at_least else "{sign}"
        return f'"{before.format(sign=currency_sign(currency))}"#,##0'

    def money(self, currency: str, *, bold: bool = False) -> Format:
        """The format of a sum of money."""
        return self.cell(num_format=self.amount(currency), align="right", indent=1, bold=bold)

    def _make(self, look: dict[str, object]) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self._made:
            properties: dict[str, object] = {"font_name": FONT, "font_size": FONT_SIZE, "font_color": "ink", **look}
            self._made[key] = self._book.add_format(self._coloured(properties))
            self._looks[id(self._made[key])] = look
        return self._made[key]

    def _coloured(self, look: Mapping[str, object]) -> dict[str, object]:
        """The same with the design's colours in place of their names."""
        return {
            name: self._colours.get(value, value) if isinstance(value, str) else value for name, value in look.items()
        }


def currency_sign(currency: str) -> str:
    """What stands before an amount: a sign, or those letters of a currency that a format of Excel can hold."""
    letters = "".join(letter for letter in currency if letter.isalnum())[:8]
    return sign_of(currency) if letters == currency else f"{letters} "
