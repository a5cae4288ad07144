"""Places of a page in the order in which a person comes to them."""

from __future__ import annotations

from dd_panel.exchange.attachments.page_order import as_one_reads, line_around

FOOT = (60.0, 800.0, 500.0, 812.0)
HEAD = (60.0, 40.0, 500.0, 52.0)
BODY = [(60.0, 100.0 + 20 * at, 300.0, 112.0 + 20 * at) for at in range(3)]
NOWHERE = (0.0, 0.0, 0.0, 0.0)


def test_what_stands_above_comes_first_whenever_it_was_drawn() -> None:
    assert as_one_reads([FOOT, HEAD, *BODY]) == [1, 2, 3, 4, 0]
    assert as_one_reads([*BODY, HEAD]) == [3, 0, 1, 2]


def test_lines_side_by_side_and_in_one_line_stay_as_the_file_has_them() -> None:
    beside = [(320.0, top, 560.0, bottom) for _left, top, _right, bottom in BODY]
    assert as_one_reads([*BODY, *beside]) == [0, 1, 2, 3, 4, 5]
    assert as_one_reads([BODY[0], BODY[0]]) == [0, 1]
    assert as_one_reads([FOOT, *beside, *BODY]) == [1, 2, 3, 4, 5, 6, 0]


def test_a_place_whose_box_nobody_knows_stays_where_it_is() -> None:
    assert as_one_reads([]) == []
    assert as_one_reads([BODY[0], NOWHERE, BODY[1]]) == [0, 1, 2]


def test_a_line_ends_where_the_text_says_so_or_far_enough_away() -> None:
    text = "Title\r\nOur staff know\r\nthis"
    assert text[slice(*line_around(text, 11))] == "Our staff know\r"
    assert line_around(text, 0) == (0, 6)
    assert line_around(text, 25) == (23, 27)
    assert line_around("a" * 1_000, 500) == (300, 700)
