"""What people type into a score cell, and what it may be read as: only form is mended, never judgement."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dd_panel.domain.findings import Kind
from dd_panel.domain.found import EMPTY, LONGEST_TEXT, Found, Reading, read_field, read_score
from dd_panel.domain.identifiers import CONFLICT, GUIDANCE, ORDER, RECOMMENDATION, Field
from dd_panel.domain.scale import Scale
from tests.builders import LEVELS, a_rubric, a_scale, found

FIVE = a_scale(levels=LEVELS)
HALVES = a_scale(step="0.5", levels=LEVELS)
TEN = a_scale("1", "10")
TENTHS = a_scale("0", "1", "0.1")
LOWEST_BEST = a_scale("1", "6", best="lowest")
AROUND_ZERO = a_scale("-2", "2")
THOUSAND = a_scale("0", "1000")
SCALES = (FIVE, HALVES, TEN, TENTHS, LOWEST_BEST, AROUND_ZERO, THOUSAND)

NEED = Field("score.need")


def typed(text: str, scale: Scale = FIVE) -> Reading:
    return read_score(Found.of_text(text), scale)


def mended(kind: Kind, proposed: str) -> Reading:
    return Reading(problem=kind, proposed=proposed)


def refused(kind: Kind) -> Reading:
    return Reading(problem=kind)


# -- numbers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", SCALES)
def test_a_number_on_the_scale_reads_as_itself_even_as_a_binary_fraction(scale: Scale) -> None:
    for mark in scale.marks:
        value = scale.value_of(mark)
        assert read_score(found(value), scale) == Reading(scale.text_of(mark))
        assert read_score(found(float(value)), scale) == Reading(scale.text_of(mark))
        assert read_score(found(float(value) + 1e-13), scale) == Reading(scale.text_of(mark))


def test_a_tenth_that_a_workbook_has_blurred_is_the_tenth_that_was_typed() -> None:
    assert read_score(found(0.1 + 0.2), TENTHS) == Reading("0.3")
    assert read_score(found(Decimal("0.30000000000000004")), TENTHS) == Reading("0.3")


@pytest.mark.parametrize("number", ["6", "-1", "5.0001", "1E+30", "-1E+300", "NaN", "Infinity", "-Infinity"])
def test_a_number_beyond_the_scale_is_out_of_range(number: str) -> None:
    assert read_score(Found("number", number, Decimal(number)), FIVE) == refused(Kind.OUT_OF_RANGE)


@pytest.mark.parametrize("number", ["4.5", "0.8", "0.04", "3.999", "0.000001"])
def test_a_number_between_two_scores_is_off_step(number: str) -> None:
    # 0.8 and 0.04 are what a workbook keeps when 80% and 4% are typed.
    assert read_score(found(Decimal(number)), FIVE) == refused(Kind.OFF_STEP)


@given(st.sampled_from(SCALES), st.decimals(allow_nan=False, allow_infinity=False) | st.floats(-20, 20).map(Decimal))
def test_a_number_is_itself_on_the_scale_or_a_problem(scale: Scale, number: Decimal) -> None:
    reading = read_score(Found("number", str(number), number), scale)

    if reading.value is None:
        assert reading.problem in {Kind.OUT_OF_RANGE, Kind.OFF_STEP}
    else:
        assert abs(Decimal(reading.value) - number) < Decimal("0.000000001")
        assert scale.text_of(scale.mark_of(Decimal(reading.value))) == reading.value
    assert reading.proposed is None


# -- text --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "proposed"),
    [
        ("4", Kind.TEXT_NUMBER, "4"),
        ("4.0", Kind.TEXT_NUMBER, "4"),
        ("4.", Kind.TEXT_NUMBER, "4"),
        ("+4", Kind.TEXT_NUMBER, "4"),
        ("04", Kind.TEXT_NUMBER, "4"),
        ("\uff14", Kind.TEXT_NUMBER, "4"),  # a full-width 4
        ("4 ", Kind.STRAY_SPACE, "4"),
        ("\t4\n", Kind.STRAY_SPACE, "4"),
        ("\u00a04", Kind.STRAY_SPACE, "4"),  # a space that does not break
        ("4\u200b", Kind.STRAY_SPACE, "4"),  # a space without width
        ("\ufeff4", Kind.STRAY_SPACE, "4"),
        (" cannot judge", Kind.STRAY_SPACE, "cannot judge"),
        ("Cannot\u00a0 judge", Kind.STRAY_SPACE, "cannot judge"),
        ("4,0", Kind.DECIMAL_COMMA, "4"),
        (" 4,00 ", Kind.DECIMAL_COMMA, "4"),
        ("\uff14\uff0c\uff10", Kind.DECIMAL_COMMA, "4"),
        ("O", Kind.LETTER_O, "0"),
        ("o ", Kind.LETTER_O, "0"),
        ("\u041e", Kind.LETTER_O, "0"),  # Cyrillic
        ("4.O", Kind.LETTER_O, "4"),
        ("4,o", Kind.LETTER_O, "4"),
    ],
)
def test_the_form_of_a_score_is_mended_as_a_proposal(text: str, kind: Kind, proposed: str) -> None:
    assert typed(text) == mended(kind, proposed)


@pytest.mark.parametrize(
    ("text", "scale", "reading"),
    [
        ("4,5", HALVES, mended(Kind.DECIMAL_COMMA, "4.5")),
        (",5", HALVES, mended(Kind.DECIMAL_COMMA, "0.5")),
        (".5", HALVES, mended(Kind.TEXT_NUMBER, "0.5")),
        ("1O", TEN, mended(Kind.LETTER_O, "10")),
        ("0,3", TENTHS, mended(Kind.DECIMAL_COMMA, "0.3")),
        ("0.30000000000000004", TENTHS, mended(Kind.TEXT_NUMBER, "0.3")),
        ("-1", AROUND_ZERO, mended(Kind.TEXT_NUMBER, "-1")),
        ("\u22121 ", AROUND_ZERO, mended(Kind.STRAY_SPACE, "-1")),
        ("1,0", LOWEST_BEST, mended(Kind.DECIMAL_COMMA, "1")),
        ("1000", THOUSAND, mended(Kind.TEXT_NUMBER, "1000")),
    ],
)
def test_every_scale_has_its_own_mends(text: str, scale: Scale, reading: Reading) -> None:
    assert typed(text, scale) == reading


@pytest.mark.parametrize(
    ("text", "scale", "kind"),
    [
        ("4,5", FIVE, Kind.OFF_STEP),
        ("4,25", HALVES, Kind.OFF_STEP),
        ("6 ", FIVE, Kind.OUT_OF_RANGE),
        ("-1", FIVE, Kind.OUT_OF_RANGE),
        ("9" * 5000, FIVE, Kind.OUT_OF_RANGE),
        ("0", TEN, Kind.OUT_OF_RANGE),
        ("O", TEN, Kind.UNKNOWN_LEVEL),
        ("1O", FIVE, Kind.UNKNOWN_LEVEL),
    ],
)
def test_nothing_is_proposed_that_is_not_on_the_scale(text: str, scale: Scale, kind: Kind) -> None:
    assert typed(text, scale) == refused(kind)


@pytest.mark.parametrize(
    "text",
    [
        "3 or 4",
        "3-4",
        "3 4",
        "4, 5",
        "4;5",
        "4,",
        "4,5,0",
        "--4",
        "+-4",
        "4-",
        "1e3",
        "4E0",
        "0x4",
        "80%",
        "4%",
        "4?",
        "~4",
        "4\u00b2",  # superscript: a footnote, and no 42
        "\u2463",  # 4 in a circle
        "\u00bd",
        "IV",
        "four",
        "oO",
        "O4",
        "l",
        "NaN",
        "inf",
        "TRUE",
        "-",
        ".",
        ",",
        "4/10",
        "9/5",
        "4 - weak",
        "4 good, or 5",
        "very good",
        "see comment",
        "4" + " " * 50 + "x" * 5000,
        "(" * 32_000,
    ],
)
def test_a_judgement_is_asked_about(text: str) -> None:
    assert typed(text) == refused(Kind.UNKNOWN_LEVEL)


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("4/5", "4"),
        ("4 / 5", "4"),
        ("4 out of 5", "4"),
        ("Good", "4"),
        (" STRONG ", "5"),
        ("4 - good", "4"),
        ("4: Good", "4"),
        ("4 (good)", "4"),
        ("4 good", "4"),
        ("Good (4)", "4"),
        ("good \u2013 4", "4"),
    ],
)
def test_what_most_likely_was_meant_is_proposed_and_never_safe(text: str, proposed: str) -> None:
    assert typed(text) == mended(Kind.UNKNOWN_LEVEL, proposed)
    assert not Kind.UNKNOWN_LEVEL.rule.safe


def test_on_a_scale_without_names_the_number_beside_a_word_is_proposed() -> None:
    assert typed("4 - good", TEN) == mended(Kind.UNKNOWN_LEVEL, "4")
    assert typed("4 - or 5", TEN) == refused(Kind.UNKNOWN_LEVEL)
    assert typed("3.5 - good", HALVES) == refused(Kind.UNKNOWN_LEVEL)
    assert typed("12 - good", TEN) == refused(Kind.UNKNOWN_LEVEL)


def test_a_word_that_names_two_levels_proposes_neither() -> None:
    assert typed("fair", a_scale("1", "3", levels=("Poor", "Fair", "Fair"))) == refused(Kind.UNKNOWN_LEVEL)


@pytest.mark.parametrize(
    "text", ["N/A", "n/a ", "NA", "n.a.", "N / A", "not applicable", "Can't judge", "can\u2019t judge", "cannot score"]
)
def test_not_applicable_proposes_cannot_judge(text: str) -> None:
    assert typed(text) == mended(Kind.UNKNOWN_LEVEL, "cannot judge")


@pytest.mark.parametrize("text", ["cannot judge", "Cannot judge", "CANNOT JUDGE"])
def test_cannot_judge_is_a_choice(text: str) -> None:
    assert typed(text) == Reading("cannot judge")


@pytest.mark.parametrize("text", ["1,000", "1.000"])
def test_a_thousand_or_one_is_asked_about_where_both_are_on_the_scale(text: str) -> None:
    assert typed(text, THOUSAND) == refused(Kind.UNKNOWN_LEVEL)


ODD_TEXT = st.text(alphabet=" \u00a0\u200b0123456789oO.,+-/eE%()\u0664\uff15") | st.text()


@given(ODD_TEXT, st.sampled_from(SCALES))
@example("4", FIVE)
@example("cannot judge", TEN)
def test_no_text_is_ever_read_as_another_value(text: str, scale: Scale) -> None:
    reading = read_field(NEED, Found.of_text(text), a_rubric())
    if reading.value:
        assert text.casefold() == reading.value == "cannot judge"

    mend = read_score(Found.of_text(text), scale)
    assert (mend.value is None) or text.casefold() == "cannot judge"
    if mend.proposed not in {None, "cannot judge"}:
        assert scale.text_of(scale.mark_of(Decimal(str(mend.proposed)))) == mend.proposed
    if mend.problem is not None and mend.problem.rule.safe and mend.proposed != "cannot judge":
        # A safe mend reads every digit that was typed, in the order in which it was typed.
        digits = "".join(
            "0" if each in "oO\u043e\u041e\u03bf\u039f\uff2f\uff4f" else str(int(each))
            for each in text
            if each.isdecimal() or each in "oO\u043e\u041e\u03bf\u039f\uff2f\uff4f"
        )
        assert digits.strip("0") == str(mend.proposed).replace(".", "").lstrip("-").strip("0")


# -- other cells -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "reading"),
    [
        (EMPTY, Reading("")),
        (Found.of_text("  "), Reading("")),
        (Found.of_text("\u200b"), Reading("")),
        (Found("boolean", "TRUE"), refused(Kind.UNKNOWN_LEVEL)),
        (Found("date", "2014-04-03"), refused(Kind.DATE)),
        (Found("error", "#DIV/0!"), refused(Kind.ERROR_CELL)),
        (Found("formula", "=B3", stored=found(4)), mended(Kind.FORMULA, "4")),
        (Found("formula", "=B3", stored=found("4,0")), mended(Kind.FORMULA, "4")),
        (Found("formula", "=B3", stored=found("cannot judge")), mended(Kind.FORMULA, "cannot judge")),
        (Found("formula", "=B3", stored=found(7)), refused(Kind.FORMULA)),
        (Found("formula", "=1/0", stored=Found("error", "#DIV/0!")), refused(Kind.FORMULA)),
        (Found("formula", '=""', stored=EMPTY), refused(Kind.FORMULA)),
        (Found("formula", "=B3"), refused(Kind.FORMULA)),
    ],
)
def test_every_kind_of_cell_in_a_score_column(cell: Found, reading: Reading) -> None:
    assert read_field(NEED, cell, a_rubric()) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("fund", Reading("fund")),
        (" Reserve\u00a0", Reading("reserve")),
        ("DECLINE", Reading("decline")),
        ("", Reading("")),
        ("fund it", refused(Kind.UNKNOWN_LEVEL)),
        ("yes", refused(Kind.UNKNOWN_LEVEL)),
    ],
)
def test_a_recommendation_is_one_of_three_words(text: str, reading: Reading) -> None:
    assert read_field(RECOMMENDATION, Found.of_text(text), a_rubric()) == reading


@pytest.mark.parametrize(
    ("text", "kept"),
    [("no", ""), (" NO\u200b", ""), ("", ""), ("none", "none"), ("No, but", "No, but"), (" my brother ", "my brother")],
)
def test_any_text_but_no_declares_a_conflict(text: str, kept: str) -> None:
    assert read_field(CONFLICT, Found.of_text(text), a_rubric()) == Reading(kept)


def test_the_order_of_reading_is_kept_like_an_identifier() -> None:
    assert read_field(ORDER, found(7), a_rubric()) == read_field(ORDER, found(" 7.0"), a_rubric()) == Reading("7")


@pytest.mark.parametrize("text", ["- three points", "=1+1", "@home", "+", "  indented\nand long", "N/A", "4"])
def test_a_comment_is_kept_to_the_letter(text: str) -> None:
    assert read_field(GUIDANCE, Found.of_text(text), a_rubric()) == Reading(text)
    assert read_field(Field("comment.need"), Found.of_text(text), a_rubric()) == Reading(text)


def test_a_comment_that_a_workbook_took_for_a_formula_or_an_error_is_asked_about() -> None:
    formula = Found("formula", "=good", stored=found("what it showed"))

    assert read_field(GUIDANCE, formula, a_rubric()) == mended(Kind.FORMULA, "what it showed")
    assert read_field(GUIDANCE, Found("error", "#NAME?"), a_rubric()) == refused(Kind.ERROR_CELL)


def test_a_text_longer_than_a_cell_is_refused_and_never_cut() -> None:
    longest = "x" * LONGEST_TEXT

    assert read_field(GUIDANCE, Found.of_text(longest), a_rubric()) == Reading(longest)
    for field in (GUIDANCE, CONFLICT, Field("evidence.need")):
        assert read_field(field, Found.of_text(longest + "x"), a_rubric()) == refused(Kind.TEXT_TOO_LONG)
    # A workbook counts this character as two.
    assert read_field(GUIDANCE, Found.of_text("\U0001f600" * 16_384), a_rubric()) == refused(Kind.TEXT_TOO_LONG)


def test_a_touched_cell_is_told_from_an_untouched_one() -> None:
    cells = [
        EMPTY,
        found(4),
        found("4"),
        found("4 "),
        Found("date", "4"),
        Found("formula", "=A1"),
        Found("formula", "=A1", stored=found(4)),
        Found("formula", "=A1", stored=found(5)),
    ]

    assert len({cell.raw for cell in cells}) == len(cells)
    assert found(4.0).raw == found(4).raw
    assert EMPTY.raw == ""
