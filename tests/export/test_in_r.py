"""Debian's R reads what plek exports: every table with haven, labels and missing values included, and a survival curve from it."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import Results
from analysis.export import export, labels
from analysis.export.naming import names
from tests.export.conftest import plain

HERE = Path(__file__).parent


def run(rscript: str, script: str, *words: object) -> str:
    done = subprocess.run([rscript, str(HERE / script), *map(str, words)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("to", ["sav", "dta"])
def test_haven_reads_every_table_with_its_labels(every_table: Results, to: str, rscript: str, tmp_path: Path) -> None:
    place = export(every_table, to, out=tmp_path / "x", lang="en")
    out = tmp_path / "r"
    out.mkdir()
    run(rscript, "read_back.R", place, to, out)
    told = pd.read_csv(out / "told.csv", keep_default_na=False).set_index(["table", "variable"])
    for table in every_table.tables:
        wanted = plain(every_table, table)
        found = pd.read_csv(out / f"{table}.csv", keep_default_na=False, na_values=["", "NA"], low_memory=False)
        assert len(found) == len(wanted) > 0
        for column, name in zip(wanted, names(list(wanted), to), strict=True):
            label = labels.column(column, "en")
            assert told.loc[(table, name), "label"] in (label, label[:79] + "…"), (table, name)
            n_missing = int(wanted[column].isna().sum()) if labels.missing(table, column) else 0
            assert int(told.loc[(table, name), "missing"]) == n_missing, (table, name)
            group = labels.vocabulary(table, column)
            if group:
                texts = [text["en"] for text in labels.words(group).values()]
                assert told.loc[(table, name), "labels"].split("|")[: len(texts)] == texts, (table, name)
                place_of = {word: code for code, word in enumerate(labels.words(group))}
                assert found[name].astype(int).tolist() == wanted[column].map(place_of).tolist(), (table, name)
            elif wanted[column].dtype != "str":
                numbers = pd.to_numeric(found[name].replace("NA", np.nan)).to_numpy(dtype=float)
                np.testing.assert_allclose(numbers, wanted[column].to_numpy(dtype=float, na_value=np.nan), rtol=2e-7, err_msg=f"{table} {name}")


@pytest.mark.parametrize("to", ["sav", "dta"])
def test_from_the_export_to_a_survival_curve(every_table: Results, to: str, rscript: str, tmp_path: Path) -> None:
    place = export(every_table, to, out=tmp_path / "x", tables=["spells"])
    curve = pd.read_csv(io.StringIO(run(rscript, "survival.R", place, to))).set_index(["scenario", "day"])["home"]
    spells = every_table.spells
    stays = spells[(spells["before_branch_days"] == 0) & (spells["spell_no"] == spells["stay_no"])]
    for scenario, own in stays.groupby("scenario", observed=True):
        length, ended = own["after_branch_days"].to_numpy(), (own["end_reason"] != "open").to_numpy()
        home = 1.0
        for day in np.unique(length[ended & (length <= 91)]):  # Kaplan-Meier, by hand
            home *= 1 - (ended & (length == day)).sum() / (length >= day).sum()
        assert curve[(scenario, 91)] == pytest.approx(home, abs=1e-9)
        assert 0 < home < 1
