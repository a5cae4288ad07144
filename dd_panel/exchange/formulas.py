"""A worksheet that takes our own formulas as they are."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet


class FormulaSheet(Worksheet):  # type: ignore[misc]  # the library says nothing about its types
    """A worksheet for formulas of the functions that every spreadsheet program has had for decades.

    XlsxWriter looks in each for thirty functions of recent years, whose names a file spells differently: that is
    most of the time a formula takes. A test holds our formulas against what it would have made of them.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: FBT001, FBT002 - XlsxWriter's own
        if expand_future_functions or formula.startswith("{"):
            return str(super()._prepare_formula(formula, expand_future_functions))
        return formula.removeprefix("=")
