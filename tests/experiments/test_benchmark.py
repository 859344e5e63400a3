"""The benchmark measures two builds in turn, each from its own checkout, and says by how much and how surely."""

import sys
from pathlib import Path

import pytest

from experiments.benchmark import against, measured
from experiments.benchmark.builds import Build
from experiments.benchmark.ratios import as_page, as_text, ratios
from experiments.errors import InputError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="what a process cost is not said there")


def checkout(folder: Path, program: str) -> Path:
    """A folder that looks like plek and runs this."""
    (folder / "sim").mkdir(parents=True)
    (folder / "experiments").mkdir()
    (folder / "experiments" / "__init__.py").touch()
    (folder / "experiments" / "run.py").write_text(program)
    return folder


def test_a_ratio_is_of_the_two_of_a_round_and_has_its_least_and_its_middle() -> None:
    (found,) = ratios({"run": [(8.0, 2.0), (9.0, 3.0), (20.0, 2.0)]})
    assert (found.least, found.middle, found.other, found.this) == (3.0, 4.0, 9.0, 2.0)
    assert "3.00" in as_text([found], "old") and "| run | 9 | 2 | 3.00 | 4.00 | 3 |" in as_page([found], "old", "command", "sizes")


def test_a_build_runs_from_its_own_checkout_and_not_from_the_installed_one(tmp_path: Path) -> None:
    said = "import sys\nprint(__file__, *sys.argv[1:])\n"
    root = checkout(tmp_path / "old", said)
    cost = Build("old", root, (Path(__file__).parents[2],)).run(["experiments.run", "region=tiny"], tmp_path)
    assert cost.said.split() == [str(root / "experiments" / "run.py"), "region=tiny"]
    assert 0 < cost.cpu < 60 and cost.peak > 1


def test_a_build_that_fails_is_named_with_its_last_line(tmp_path: Path) -> None:
    root = checkout(tmp_path / "old", "import sys\nprint('before')\nsys.exit('no such region')\n")
    with pytest.raises(InputError, match=r"old: experiments\.run left with status 1: no such region"):
        Build("old", root).run(["experiments.run"], tmp_path)


def test_builds_take_turns_and_neither_is_always_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    order: list[str] = []

    def measure(bench: measured.Bench, build: Build) -> measured.Numbers:
        order.append(build.label)
        return {"nothing": 2.0 if build.label == "old" else 1.0}

    monkeypatch.setitem(measured.PARTS, "help", measure)
    page = tmp_path / "page.md"
    against.compare([f"against={checkout(tmp_path / 'old', '')}", "parts=help", "repeat=4", f"record={page}"])
    assert order == ["old", "this", "old", "this", "this", "old", "old", "this", "this", "old"]  # the first two count for nobody
    assert "| nothing | 2 | 1 | 2.00 | 2.00 | 4 |" in page.read_text()
    assert "2.00" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["against=nowhere-at-all"], "neither a folder that holds plek nor a commit"),
        (["against=.", "parts=tny"], 'there is no \'tny\'; did you mean "tiny"'),
        (["against=.", "repeat=0"], "repeat must be a whole number above 0"),
        (["against=.", "ful=true"], "did you mean 'full'"),
        (["against=.", "full=yes"], "full must be true or false"),
    ],
)
def test_what_is_not_understood_is_refused_in_one_line(words: list[str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        against.compare(words)


def test_a_run_is_taken_apart_the_same_way_in_both_builds(tmp_path: Path, root: Path) -> None:
    build = Build("this", root)
    bench = measured.Bench(build, tmp_path, measured.Sizes(region="tiny", burn_in=1, years=1))
    found = measured.run_by_part(bench, build)
    parts = [found[f"run: {part}"] for part in ("population", "state", "burn-in", "years", "gathering", "merging")]
    assert all(part > 0 for part in parts) and sum(parts) <= found["run: whole"]
    assert bench.events > 0 and found["kernel, ns an event"] > 0
