"""A folder of results as tables, read at first use and only the columns asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, reduce
from operator import and_
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from analysis.errors import AnalysisError
from analysis.folder import FILE, TABLES, Folder, opened

KEY = ["scenario", "replicate"]
_TEXT = ("scenario", "partnership", "sector", "regime", "end_reason", "profile", "care_need", "kind", "measure", "invoker", "decider",
         "domain", "outcome", "province", "school", "institution", "position", "end")  # fmt: skip
_ROWS_AT_ONCE = 4_000_000


class Results:
    """Tables of one results folder, keyed by (scenario, replicate).

    Every table is an attribute (`results.spells`, a DataFrame read at first use); `read` takes a projection. Text columns come as
    categories. `meta` holds what measures need: branch_day, end_day, years, burn_in_years, seed.
    """

    def __init__(self, folder: Folder) -> None:
        self.path = folder.path
        self.manifest = folder.manifest
        self._folder = folder
        self._files = folder.files
        self._held: dict[str, pd.DataFrame] = {}

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name not in TABLES:
            raise AttributeError(name)
        if name not in self._held:
            self._held[name] = self.read(name)
        return self._held[name]

    def __repr__(self) -> str:
        return f"Results({str(self.path)!r}: {len(self.scenarios)} scenarios x {len(self.replicates)} replicates)"

    @property
    def tables(self) -> list[str]:
        """Names of the tables that are there."""
        return [table for table in TABLES if self.has(table)]

    @cached_property
    def _keys(self) -> pd.DataFrame:
        for table in ("summary", "areas", "cells", "spells"):
            if self.has(table):
                found = self.read(table, KEY)
                keys = found.drop_duplicates().reset_index(drop=True)
                if table == "summary" and len(keys) < len(found):
                    name, replicate = found[found.duplicated()].iloc[0]
                    raise AnalysisError(f"{self.path}: '{name}', replicate {replicate} is there more than once; each run counts once")
                return keys
        raise AnalysisError(f"{self.path}: no summary, areas or spells; there is no run to analyse")

    @cached_property
    def scenarios(self) -> list[str]:
        """Names in the order of the manifest, then of the tables."""
        present = [str(name) for name in self._keys["scenario"].unique()]
        known = [name for name in self.manifest.get("scenarios", {}) if name in present]
        return known + [name for name in present if name not in known]

    @cached_property
    def replicates(self) -> list[int]:
        """Replicate numbers present, sorted."""
        return sorted(int(number) for number in self._keys["replicate"].unique())

    @property
    def meta(self) -> dict[str, Any]:
        """What measures need to know about the runs: branch_day, end_day, years, burn_in_years, seed."""
        wanted = ("branch_day", "end_day", "years", "burn_in_years", "seed")
        missing = [key for key in wanted[:2] if key not in self.manifest]
        if missing:
            raise AnalysisError(f"{self.path}/manifest.json: no key '{missing[0]}'; results of another version?")
        return {key: self.manifest[key] for key in wanted if key in self.manifest}

    def has(self, table: str) -> bool:
        """Whether any file holds this table."""
        return table in self._held or bool(self._files.get(table))

    def columns(self, table: str) -> list[str]:
        """Column names of `table`."""
        if table in self._held:
            return list(self._held[table].columns)
        return list(self._dataset(table).schema.names)

    def read(
        self, table: str, columns: Sequence[str] | None = None, *,
        scenarios: Sequence[str] | None = None, replicates: Sequence[int] | None = None, since: tuple[str, int] | None = None,
        among: Mapping[str, Sequence[Any]] | None = None,
    ) -> pd.DataFrame:  # fmt: skip
        """Rows of `table`; AnalysisError when the table or a column is missing. since: (column of days, first day that counts).

        among: column -> its values that count.
        """
        if table in self._held:
            frame = self._held[table] if since is None else self._held[table][self._held[table][since[0]] >= since[1]]
            for column, values in (among or {}).items():
                frame = frame[frame[column].isin(list(values))]
            return _select(frame, table, columns, scenarios, replicates)
        source = self._dataset(table)
        _check_columns(table, [*(columns or ()), *(since or ())[:1], *(among or ())], source.schema.names)
        texts = {name: values for name, values in (among or {}).items() if name in _TEXT}
        numbers = {name: values for name, values in (among or {}).items() if name not in _TEXT}
        wanted = None if columns is None else _list([*columns, *texts])
        frame = _frame(source.to_table(columns=wanted, filter=_filter(scenarios, replicates, since, numbers)))
        for name, values in texts.items():  # as categories: to compare the text of every row takes longer than all the rest
            frame = frame[frame[name].isin(list(values))]
        return frame if columns is None else frame[_list(columns)]

    def rows(self, table: str) -> int:
        """How many rows `table` has, without reading them."""
        return len(self._held[table]) if table in self._held else int(self._dataset(table).count_rows())

    def chunks(self, table: str, columns: Sequence[str] | None = None) -> Iterator[pd.DataFrame]:
        """The same rows in pieces of at most some million: bounded memory on sweeps of any size."""
        if table in self._held:
            yield self.read(table, columns)
            return
        source = self._dataset(table)
        _check_columns(table, columns, source.schema.names)
        for batches in _gather(source.to_batches(columns=_list(columns), batch_size=1 << 18), _ROWS_AT_ONCE):
            yield _frame(pa.Table.from_batches(batches))

    def schemas(self, table: str) -> Iterator[pa.Schema]:
        """The columns of each file that holds the table."""
        if table in self._held:
            yield pa.Schema.from_pandas(self._held[table], preserve_index=False)
            return
        self._dataset(table)  # says what is missing
        for path in self._files[table]:
            yield pq.read_schema(path)

    def batches(self, table: str, rows: int) -> Iterator[pa.RecordBatch]:
        """All rows in pieces of at most `rows`, read as they are asked for: the memory is that of one piece and its row group."""
        if table in self._held:
            yield from pa.Table.from_pandas(self._held[table], preserve_index=False).to_batches(max_chunksize=rows)
            return
        self._dataset(table)
        for path in self._files[table]:
            with pq.ParquetFile(path) as file:
                yield from file.iter_batches(batch_size=rows)

    def runs(self, tables: Sequence[str]) -> Iterator[tuple[str, int, dict[str, pd.DataFrame], dict[str, Any]]]:
        """(scenario, replicate, its tables, its meta), one run at a time; tables that no file holds are left out.

        Files that belong together (same folder, same chunk name) are read once; a bare file larger than some million rows is read run by
        run.
        """
        wanted = [table for table in tables if self.has(table)]
        for files in self._groups(wanted):
            if files is None or sum(_rows(path) for path in files.values()) > _ROWS_AT_ONCE:
                keys = self._keys if files is None else _frame(self._open([next(iter(files.values()))]).to_table(columns=KEY)).drop_duplicates()
                for scenario, replicate in keys.itertuples(index=False):
                    frames = {name: self.read(name, scenarios=[scenario], replicates=[replicate]) for name in wanted}
                    yield str(scenario), int(replicate), frames, self._meta(scenario, replicate)
            else:
                yield from self._split({name: _frame(self._open([path]).to_table()) for name, path in files.items()})

    def _split(self, frames: dict[str, pd.DataFrame]) -> Iterator[tuple[str, int, dict[str, pd.DataFrame], dict[str, Any]]]:
        places = {name: frame.groupby(KEY, observed=True, sort=False).indices for name, frame in frames.items()}
        keys = dict.fromkeys(key for found in places.values() for key in found)
        for key in keys:
            own = {name: frames[name].take(places[name].get(key, [])) for name in frames}
            yield str(key[0]), int(key[1]), own, self._meta(*key)

    def _meta(self, scenario: Any, replicate: Any) -> dict[str, Any]:
        return self.meta | {"scenario": str(scenario), "replicate": int(replicate)}

    def _groups(self, tables: Sequence[str]) -> Iterator[dict[str, Path] | None]:
        groups: dict[tuple[Path, str], dict[str, Path]] = {}
        for table in tables:
            for path in self._files.get(table, ()):
                match = FILE.fullmatch(path.name)
                groups.setdefault((path.parent, (match and match[2]) or ""), {})[table] = path
        whole = [group for group in groups.values() if len(group) == len(tables)]
        if len(whole) != len(groups) or not groups:
            yield None
        else:
            yield from whole

    def label(self, scenario: str, lang: str = "nl") -> str:
        """The scenario's name for readers, from the manifest; the bare name when it has none."""
        own = self.manifest.get("labels", {}).get(scenario, {})
        return str(own.get(lang) or scenario)

    def need_replicates(self, number: int = 2) -> None:
        """AnalysisError unless every scenario has at least `number` replicates."""
        counts = self._keys.groupby("scenario", observed=True)["replicate"].nunique()
        short = counts[counts < number]
        if len(short):
            has = f"has {int(short.iloc[0])} replicate" + ("" if short.iloc[0] == 1 else "s")
            raise AnalysisError(
                f"{self.path}: scenario '{short.index[0]}' {has}; this needs {number}: run again with replicates={number} or more"
            )

    def _open(self, paths: Sequence[Path]) -> ds.Dataset:
        self._folder.check(paths)
        return _open(paths)

    def _dataset(self, table: str) -> ds.Dataset:
        if not self._files.get(table):
            there = ", ".join(self.tables) or "none"
            raise AnalysisError(f"{self.path}: no table '{table}' (there is: {there})")
        return self._open(self._files[table])


def load(path: str | Path, *, mixed: bool = False) -> Results:
    """Open a results folder: the tables that its manifest names, each file once, each as it was written.

    mixed: also a folder of several such folders, be they of several versions of the code; no run may be in two of them.
    AnalysisError, one line with the file's name, for a folder that isn't what its manifest says (see analysis.folder).
    """
    results = Results(opened(Path(path), mixed=mixed))
    if mixed:
        _ = results.scenarios  # a run that is there twice is refused here
    return results


def from_tables(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> Results:
    """Results held in memory: for tests and notebooks."""
    results = Results(Folder(Path("memory"), dict(manifest), {}, {}))
    results._held.update(tables)
    return results


def _open(paths: Sequence[Path]) -> ds.Dataset:
    try:
        schema = ds.dataset([str(paths[0])], format="parquet").schema
        reading = ds.ParquetFileFormat(read_options=ds.ParquetReadOptions(dictionary_columns=set(_text_columns(schema))))
        return ds.dataset([str(path) for path in paths], format=reading)
    except (pa.ArrowInvalid, OSError) as error:
        raise AnalysisError(f"{paths[0].parent}: unreadable table ({str(error).splitlines()[0]})") from None


def _text_columns(schema: pa.Schema) -> list[str]:
    """Columns of few distinct words, read as categories: strings of millions of rows would take most of the time and memory."""
    return [name for name in schema.names if name in _TEXT and schema.field(name).type in (pa.string(), pa.large_string())]


def _rows(path: Path) -> int:
    return int(ds.dataset([str(path)], format="parquet").count_rows())


def _frame(table: pa.Table) -> pd.DataFrame:
    """Chunks of one run each have small dictionaries with small numbers; a sweep's words together may need larger ones."""
    for place, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type) and field.type.index_type != pa.int32():
            kind = pa.dictionary(pa.int32(), field.type.value_type)
            table = table.set_column(place, pa.field(field.name, kind), table.column(place).cast(kind))
    return table.unify_dictionaries().to_pandas()


def _gather(batches: Iterator[pa.RecordBatch], rows: int) -> Iterator[list[pa.RecordBatch]]:
    held: list[pa.RecordBatch] = []
    number = 0
    for batch in batches:
        held.append(batch)
        number += batch.num_rows
        if number >= rows:
            yield held
            held, number = [], 0
    if held:
        yield held


def _list(columns: Sequence[str] | None) -> list[str] | None:
    return None if columns is None else list(dict.fromkeys(columns))


def _filter(
    scenarios: Sequence[str] | None, replicates: Sequence[int] | None, since: tuple[str, int] | None = None,
    among: Mapping[str, Sequence[Any]] | None = None,
) -> ds.Expression | None:
    parts = []
    if scenarios is not None:
        parts.append(ds.field("scenario").cast(pa.string()).isin(list(scenarios)))
    if replicates is not None:
        parts.append(ds.field("replicate") == replicates[0] if len(replicates) == 1 else ds.field("replicate").isin(list(replicates)))
    if since is not None:
        parts.append(ds.field(since[0]) >= since[1])
    for column, values in (among or {}).items():
        parts.append(ds.field(column).isin(list(values)))
    return reduce(and_, parts) if parts else None


def _select(
    frame: pd.DataFrame, table: str, columns: Sequence[str] | None, scenarios: Sequence[str] | None, replicates: Sequence[int] | None
) -> pd.DataFrame:
    _check_columns(table, columns, frame.columns)
    if scenarios is not None:
        frame = frame[frame["scenario"].isin(list(scenarios))]
    if replicates is not None:
        frame = frame[frame["replicate"].isin(list(replicates))]
    return frame if columns is None else frame[_list(columns)]


def _check_columns(table: str, columns: Sequence[str] | None, there: Sequence[str]) -> None:
    for column in columns or ():
        if column not in there:
            raise AnalysisError(f"table '{table}' has no column '{column}'; results of another version? (it has: {', '.join(there)})")
