"""The documents that scripts rely on: with `--json` a command says what it says to people, in these keys and types."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dd_panel.cli import main
from dd_panel.cli.program import program
from dd_panel.domain.findings import Kind
from tests.panelwork import ASHE, OKORO, REFERENCES, SmallRound, fill, fill_all, small_round

Text, Whole, Number, Truth = str, int, (int, float), bool
Shape = dict[str, Any]

FINDING: Shape = {
    "id": (Whole, None),
    "kind": Text,
    "severity": Text,
    "sheet": (Text, None),
    "cell": (Text, None),
    "reference": (Text, None),
    "criterion": (Text, None),
    "found": (Text, None),
    "proposed": (Text, None),
}
FILE: Shape = {
    "file": Text,
    "sha256": (Text, None),
    "member": (Text, None),
    "export": (Whole, None),
    "status": Text,
    "findings": [FINDING],
}
RECEIPT: Shape = {
    "expected": Whole,
    "scored": Whole,
    "cannot_judge": Whole,
    "conflicted": Whole,
    "not_yet_scored": Whole,
    "waiting": Whole,
    "outstanding_members": [Text],
    "sum_in": Number,
    "sum_out": Number,
}
RANKED: Shape = {
    "reference": Text,
    "lead_authority": Text,
    "place": (Whole, None),
    "score": (Number, None),
    "percent": (Number, None),
    "reviews": Whole,
    "adjusted": (Number, None),
    "place_50": ([Whole], None),
    "place_90": ([Whole], None),
    "chance": (Number, None),
    "group": Text,
    "flags": [Text],
}
ELIGIBILITY: Shape = {
    "reference": Text,
    "lead_authority": Text,
    "matched": (Text, None),
    "code": (Text, None),
    "existed": (Truth, None),
    "in_nation": (Truth, None),
    "also_in": [Text],
    "state": Text,
    "reasons": [Text],
}
TRACED_FINDING: dict[str, object] = {
    "id": Whole,
    "kind": Text,
    "found": (Text, None),
    "file": Text,
    "sheet": (Text, None),
    "cell": (Text, None),
    "sha256": Text,
    "decision": (Text, None),
    "value": (Text, None),
    "who": Text,
    "at": (Text, None),
    "reason": Text,
}
STEP: Shape = dict.fromkeys(("before", "after", "who", "at", "reason", "file", "sheet", "cell", "sha256"), Text)


def fits(value: object, shape: Any) -> bool:  # noqa: ANN401 (a type, None, or one of these in a tuple, list or dict)
    """Whether a value has a shape; a dict may hold more than the shape names, a list holds none or more of its one."""
    match shape:
        case None:
            return value is None
        case tuple():
            return any(fits(value, each) for each in shape)
        case [inner]:
            return isinstance(value, list) and all(fits(each, inner) for each in value)
        case dict():
            return isinstance(value, dict) and all(key in value and fits(value[key], of) for key, of in shape.items())
        case _:
            return isinstance(value, shape) and isinstance(value, bool) is (shape is bool)


@pytest.fixture
def small(tmp_path: Path) -> SmallRound:
    """Ashe has scored all but two, which wait, and has a conflict in one; Okoro has sent nothing."""
    small = small_round(tmp_path)
    typed: dict[tuple[str, str], str | float | None] = {
        (REFERENCES[0], "score.need"): "4,0",
        (REFERENCES[1], "score.need"): "3 or 4",
        (REFERENCES[2], "score.need"): None,
        (REFERENCES[2], "score.plan"): None,
        (REFERENCES[2], "conflict"): "My sister works there.",
    }
    (tmp_path / "ashe.xlsx").write_bytes(fill(fill_all(small.blank(ASHE)), typed, minutes=2))
    (tmp_path / "nobody.xlsx").write_bytes(b"something else")
    return small


def _in(folder: Path, word: str) -> str:
    return str(folder / word) if "." in word else word


@pytest.fixture
def both(small: SmallRound, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[dict[str, Any], str]]:
    """Runs a command twice: for a script, whose document comes back, and for people, with what they read.

    `again` is the exit code of the second time, where the first leaves nothing to do.
    """

    def run(*words: object, code: int = 0, again: int | None = None) -> tuple[dict[str, Any], str]:
        command, *rest = [_in(small.path.parent, str(word)) for word in words]
        said: list[str] = []
        for more, expected in ((["--json"], code), ([], code if again is None else again)):
            assert main([command, *rest, *more]) == expected, said
            said.append(capsys.readouterr().out)
        document: dict[str, Any] = json.loads(said[0])
        assert fits(document, {"notes": [Text]})
        assert again is not None or all(note in said[1] for note in document["notes"])
        return document, said[1]

    return run


Both = Callable[..., tuple[dict[str, Any], str]]


def test_merge(both: Both) -> None:
    document, text = both("merge", "small.ddround", "ashe.xlsx", "nobody.xlsx", "missing.xlsx", code=1)

    assert fits(document, {"files": [FILE], "receipt": RECEIPT})
    assert [each["status"] for each in document["files"]] == ["merged-with-findings", "refused", "refused"]
    ashe, nobody, missing = document["files"]
    assert (ashe["file"], ashe["member"], ashe["export"], len(ashe["sha256"])) == ("ashe.xlsx", "PM01", 0, 64)
    assert (nobody["member"], nobody["export"], len(nobody["sha256"])) == (None, None, 64)
    assert missing["sha256"] is None
    assert {(one["kind"], one["severity"], one["proposed"]) for one in ashe["findings"]} == {
        ("decimal-comma", "note", "4"),
        ("unknown-level", "error", None),
    }
    receipt = document["receipt"]
    assert receipt == {
        "expected": 28,
        "scored": 10,
        "cannot_judge": 0,
        "conflicted": 2,
        "not_yet_scored": 14,
        "waiting": 2,
        "outstanding_members": ["PM02"],
        "sum_in": 27,
        "sum_out": 27,
    }
    assert document["notes"] == ["2 findings wait for a decision: see dd-panel findings."]
    assert "ashe.xlsx: already-received (PM01, 0)" in text  # the second time, for people
    assert "28 scores expected = 10 scored + 0 cannot judge + 2 conflicted + 14 not yet scored + 2 waiting" in text
    assert "Outstanding: PM02." in text
    assert not any(each["findings"][0]["id"] for each in (nobody, missing))

    refused, _text = both("merge", "small.ddround", "nobody.xlsx", code=2)
    assert fits(refused, {"files": [FILE], "receipt": RECEIPT})
    assert refused["receipt"] == receipt


def test_findings_and_decide(small: SmallRound, both: Both) -> None:
    small.merge((small.path.parent / "ashe.xlsx").read_bytes())

    document, text = both("findings", "small.ddround", code=1)

    assert fits(document, {"findings": [FINDING | {"file": Text, "member": Text, "id": Whole}]})
    listed = [(one["id"], one["kind"], one["sheet"], one["cell"]) for one in document["findings"]]
    assert [f"[{number}] {kind} {sheet}!{cell}:" in text for number, kind, sheet, cell in listed] == [True, True]
    first, second = (number for number, *_rest in listed)

    decided, _refused = both("decide", "small.ddround", first, "accept", "--reason", "Form", code=1, again=2)
    assert fits(decided, {"id": Whole, "decision": Text, "value": (Text, None), "waiting": Whole})
    assert (decided["id"], decided["decision"], decided["waiting"]) == (first, "accept", 1)
    decided, _refused = both("decide", "small.ddround", second, "set", "3", "--reason", "Said so", again=2)
    assert (decided["value"], decided["waiting"], decided["notes"]) == ("3", 0, [])
    assert both("findings", "small.ddround")[0]["findings"] == []


def test_a_long_text_is_proposed_whole_to_scripts_and_by_its_beginning_to_people(small: SmallRound, both: Both) -> None:
    text = "One sentence_x0007_ and another. " * 40
    small.merge(fill(small.blank(ASHE), {(REFERENCES[0], "comment.need"): text}))
    document, shown = both("findings", "small.ddround", code=1)
    assert document["findings"][0]["proposed"] == text.replace("_x0007_", "\ufffd")
    assert f"({len(document['findings'][0]['proposed'])} characters)." in shown
    assert len(shown) < 700


def test_rank(small: SmallRound, both: Both) -> None:
    small.merge((small.path.parent / "ashe.xlsx").read_bytes())

    document, text = both("rank", "small.ddround", code=1)

    assert fits(document, {"places": Whole, "method": Text, "applications": [RANKED]})
    found = document["applications"]
    assert sorted(each["reference"] for each in found) == list(REFERENCES)
    assert sorted(found, key=lambda each: text.index(each["reference"])) == found
    assert {each["group"] for each in found} <= {"in", "out", "close", "unknown"}
    unscored = [each for each in found if not each["reviews"]]
    assert [each["reference"] for each in unscored] == list(REFERENCES[:3])
    assert {(each["place"], each["score"], each["percent"]) for each in unscored} == {(None, None, None)}
    counted = next(each for each in found if each["reviews"])
    assert (counted["place"], counted["score"], counted["percent"]) == (1, 2.8, 56.0)


def test_consolidate(small: SmallRound, both: Both) -> None:
    small.merge((small.path.parent / "ashe.xlsx").read_bytes())
    document, text = both("consolidate", "small.ddround", "--out", "all.xlsx", code=1)
    assert fits(document, {"file": Text, "sheets": [Text], "receipt": RECEIPT, "waiting": Whole})
    assert ", ".join(document["sheets"]) in text


def test_eligibility(both: Both) -> None:
    document, text = both("eligibility", "small.ddround", code=1)
    assert fits(document, {"applications": [ELIGIBILITY]})
    assert {each["state"] for each in document["applications"]} <= {"eligible", "ineligible", "check"}
    for each in document["applications"]:
        assert f"{each['reference']}  {each['lead_authority']}: {each['state']}" in text


def test_trace(small: SmallRound, both: Both) -> None:
    small.merge((small.path.parent / "ashe.xlsx").read_bytes())
    document, text = both("trace", "small.ddround", REFERENCES[3], ASHE)
    assert fits(
        document,
        {
            "reference": Text,
            "reviews": [{"member": Text, "percent": (Number, None)}],
            "entries": [
                {
                    "member": Text,
                    "field": Text,
                    "value": Text,
                    "counts": Truth,
                    "steps": [STEP],
                    "findings": [TRACED_FINDING],
                }
            ],
        },
    )
    for entry in document["entries"]:
        (step,) = entry["steps"]
        assert f"{entry['member']} {entry['field']} = {entry['value']}" in text
        assert f"{step['file']} {step['sheet']}!{step['cell']} sha256 {step['sha256'][:12]}" in text


def test_files_going_out_and_checked(small: SmallRound, both: Both) -> None:
    packs, _text = both("pack", "small.ddround", "--out", small.path.parent / "packs.d")
    assert fits(packs, {"packs": [{"file": Text, "member": Text, "applications": Whole, "sha256": Text}]})
    pack = packs["packs"][0]["file"]
    review, _text = both("unpack", pack, "--out", "m.ddreview", again=2)
    assert fits(review, {"review": Text, "member": Text, "name": Text, "applications": Whole, "fingerprint": Text})
    sheet, _text = both("scoresheet", "m.ddreview", "--out", "m.xlsx")
    assert fits(sheet, {"file": Text, "export": Whole})
    blank, _text = both("blank-scoresheet", "small.ddround", "--member", OKORO, "--out", "b.xlsx")
    assert fits(blank, {"files": [Text]})
    minutes, _text = both("minutes", "small.ddround", "--out", "m.docx")
    assert fits(minutes, {"file": Text, "version": Whole, "decisions": Whole, "signed": Truth})
    verdict: Shape = {"file": Text, "kind": Text, "sound": Truth, "facts": {}, "problems": [Text]}
    for file, facts in (
        (pack, {"applications": Whole, "attachments": Whole, "member": Text}),
        ("small.ddround", {"applications": Whole, "members": Whole, "returns": Whole, "scores": Text}),
        ("m.xlsx", {"member": Text, "export": Text, "saved": Text}),
    ):
        found, text = both("verify", file)
        assert fits(found, verdict | {"facts": facts | {"sha256": Text, "bytes": Whole}})
        assert all(f"  {name}: {value}" in text for name, value in found["facts"].items())


@pytest.mark.parametrize("name", sorted(program.commands))
def test_every_command_answers_wrong_usage_in_one_document(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--nonsense", "--json"]) == 2
    said = capsys.readouterr()
    assert fits(json.loads(said.out), {"error": {"title": Text, "detail": Text, "remedy": Text}, "notes": [Text]})
    assert "nonsense" in said.err


def test_numbers_are_not_rounded(small: SmallRound, both: Both) -> None:
    theirs = fill(fill_all(small.blank(OKORO), need=1), {(REFERENCES[3], "score.need"): 4})
    small.merge((small.path.parent / "ashe.xlsx").read_bytes(), theirs)
    found, _text = both("rank", "small.ddround", code=1)
    percents = {each["reference"]: each["percent"] for each in found["applications"]}
    assert math.isclose(percents[REFERENCES[3]], 100 * (0.6 * 3.5 / 5 + 0.4 * 0.5), rel_tol=1e-15)


def test_the_kinds_of_findings_are_spelt_as_promised() -> None:
    # Written out, so that a new spelling is noticed.
    promised = """
        text-number stray-space decimal-comma letter-o unknown-level out-of-range off-step date error-cell formula
        text-too-long scored-conflict both-changed looks-like-rank row-mismatch title-mismatch duplicate-row
        unknown-reference not-assigned duplicate-column missing-row missing-column comment-missing extra-column
        wrong-round other-rubric unknown-member unreadable locked macro too-big not-a-scoresheet already-received
        older-export
    """
    assert {kind.value for kind in Kind} == set(promised.split())
