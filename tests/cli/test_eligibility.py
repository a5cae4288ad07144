"""The real register of authorities: who existed on the closing date, in which nation, and who is in two bids."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dd_panel.cli import main

ROUND = """
name = "Delivering Differently"
reference = "DD14"
closes = 2014-02-10T17:00:00
[[criteria]]
key = "need"
"""

APPLICATIONS = """Reference;Lead authority;Partners
A1;Kent CC;
A2;Buckinghamshire Council;
A3;Cardiff Council;
A4;RB Kensington & Chelsea;LB Hammersmith and Fulham
A5;Hammersmith and Fulham;
A6;Nowhere-on-Sea Council;
A7;Newcastle;
"""


def test_the_real_register_says_who_may_apply(
    tmp_path: Path, shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "round.toml").write_text(ROUND, encoding="utf-8")
    (tmp_path / "applications.csv").write_bytes(APPLICATIONS.encode("cp1252"))
    store = str(tmp_path / "r.ddround")
    main(["new", store, "--round", str(tmp_path / "round.toml")])
    main(["add-applications", store, str(tmp_path / "applications.csv")])
    main(["add-authorities", store, str(shared_data / "uk_local_authorities.csv")])
    capsys.readouterr()

    assert main(["eligibility", store, "--json"]) == 1
    found = {each["reference"]: each for each in json.loads(capsys.readouterr().out)["applications"]}

    assert {reference: each["state"] for reference, each in found.items()} == {
        "A1": "eligible",
        "A2": "ineligible",
        "A3": "ineligible",
        "A4": "check",
        "A5": "check",
        "A6": "check",
        "A7": "check",
    }
    assert (found["A1"]["matched"], found["A1"]["code"], found["A1"]["existed"]) == ("Kent County Council", "KEN", True)
    assert (found["A2"]["existed"], found["A2"]["in_nation"]) == (False, True)
    assert (found["A3"]["existed"], found["A3"]["in_nation"]) == (True, False)
    assert (found["A4"]["also_in"], found["A5"]["also_in"]) == (["A5"], ["A4"])
    assert (found["A6"]["matched"], found["A6"]["existed"]) == (None, None)
    assert found["A7"]["matched"] is None
    assert all(each["reasons"] for reference, each in found.items() if reference != "A1")


def test_a_register_of_another_country_is_refused_and_the_one_that_is_there_stays(
    tmp_path: Path, shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "round.toml").write_text(ROUND, encoding="utf-8")
    (tmp_path / "applications.csv").write_text("Reference,Lead authority\nA1,Kent County Council\n", encoding="utf-8")
    heading = "official-name,start-date,end-date,nation\n"
    (tmp_path / "other.csv").write_text(f"{heading}Glasgow City Council,,,Scotland\n", encoding="utf-8")
    store = str(tmp_path / "r.ddround")
    main(["new", store, "--round", str(tmp_path / "round.toml")])
    main(["add-applications", store, str(tmp_path / "applications.csv")])
    main(["add-authorities", store, str(shared_data / "uk_local_authorities.csv")])
    capsys.readouterr()

    assert main(["add-authorities", store, str(tmp_path / "other.csv")]) == 2
    assert "The register has no authority in England" in capsys.readouterr().err
    assert main(["eligibility", store]) == 0
    assert "A1  Kent County Council: eligible" in capsys.readouterr().out


def test_sharing_out_what_nobody_has_settled_is_said(
    tmp_path: Path, shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "round.toml").write_text(ROUND, encoding="utf-8")
    (tmp_path / "applications.csv").write_bytes(APPLICATIONS.encode("cp1252"))
    (tmp_path / "members.csv").write_text("ID,Name\nM1,Ann\nM2,Bo\nM3,Cy\n", encoding="utf-8")
    store = str(tmp_path / "r.ddround")
    main(["new", store, "--round", str(tmp_path / "round.toml")])
    main(["add-applications", store, str(tmp_path / "applications.csv")])
    main(["add-members", store, str(tmp_path / "members.csv")])
    main(["assign", store, "--dry-run"])
    assert "Still to be checked" not in "".join(capsys.readouterr())  # without a register nobody checks

    main(["add-authorities", store, str(shared_data / "uk_local_authorities.csv")])
    main(["withdraw", store, "A3", "--reason", "They are in Wales"])
    capsys.readouterr()
    said = [
        "The register speaks against A2, and nobody has taken them out.",
        "Still to be checked: A4, A5, A6, A7.",
    ]
    for command in (["assign", store], ["pack", store, "--out", str(tmp_path / "packs")]):
        assert main([*command, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["notes"][-2:] == said
