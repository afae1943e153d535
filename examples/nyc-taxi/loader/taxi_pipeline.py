"""Load TLC trip files and the zone list from a folder into the schema `raw`.

Run from the project root: python loader/taxi_pipeline.py
"""

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import dlt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv
import pyarrow.parquet as pq

INTEGER = pa.int64()
NUMBER = pa.float64()
TEXT = pa.string()
TIMESTAMP = pa.timestamp("us")

# The fields that are loaded, under the names of TLC's files. To load another field that the
# files have, add a line: files that were loaded without it are read again.
TRIP_FIELDS = [
    ("VendorID", INTEGER),
    ("tpep_pickup_datetime", TIMESTAMP),
    ("tpep_dropoff_datetime", TIMESTAMP),
    ("passenger_count", INTEGER),
    ("trip_distance", NUMBER),
    ("PULocationID", INTEGER),
    ("DOLocationID", INTEGER),
    ("payment_type", INTEGER),
    ("fare_amount", NUMBER),
    ("extra", NUMBER),
    ("mta_tax", NUMBER),
    ("tip_amount", NUMBER),
    ("tolls_amount", NUMBER),
    ("total_amount", NUMBER),
    ("color", TEXT),
]

ZONE_FIELDS = [
    ("LocationID", INTEGER),
    ("Borough", TEXT),
    ("Zone", TEXT),
    ("service_zone", TEXT),
]

# The fields above, and what the loader adds to every trip.
TRIP_SCHEMA = pa.schema(
    [pa.field(name, kind) for name, kind in TRIP_FIELDS]
    + [
        pa.field("trip_key", TEXT, nullable=False),
        pa.field("source_file", TEXT, nullable=False),
        pa.field("loaded_at", TIMESTAMP, nullable=False),
    ]
)

# dlt takes a primary key as a column without nulls.
ZONE_SCHEMA = pa.schema(
    [pa.field(name, kind, nullable=name != "LocationID") for name, kind in ZONE_FIELDS]
)

# TLC writes New York's wall clock. Unless told so, dlt would store an instant in UTC, and the
# hour a query sees would hang on the time zone of whoever asks.
WALL_CLOCK = {
    field.name: {"data_type": "timestamp", "timezone": False}
    for field in TRIP_SCHEMA
    if field.type == TIMESTAMP
}

# Green taxis' files name the meter times differently; both land in one column.
SAME_FIELD = {
    "lpep_pickup_datetime": "tpep_pickup_datetime",
    "lpep_dropoff_datetime": "tpep_dropoff_datetime",
}

TRIP_FILES = (
    "yellow_tripdata_*.parquet",
    "green_tripdata_*.parquet",
    "yellow_tripdata_*.csv",
    "green_tripdata_*.csv",
    "trips*.parquet",
    "trips*.csv",
)
ZONE_FILES = ("taxi_zones.csv", "taxi_zone_lookup.csv", "zones.csv")

LOCAL_WAREHOUSE = Path("warehouse/nyc_taxi.duckdb")

# Bounds memory whatever the size of a file.
BATCH_ROWS = 100_000


def canonical_name(name: str) -> str:
    """The name under which a file's column is looked up: publishers differ in case."""
    lowered = name.lower()
    return SAME_FIELD.get(lowered, lowered)


def read_batches(
    path: Path, fields: list[tuple[str, pa.DataType]]
) -> Iterator[dict[str, pa.Array]]:
    """Read a file in batches, only the columns asked for, by canonical name."""
    wanted = {name.lower(): kind for name, kind in fields}
    if path.suffix == ".parquet":
        with pq.ParquetFile(path) as file:
            columns = [c for c in file.schema_arrow.names if canonical_name(c) in wanted]
            for batch in file.iter_batches(batch_size=BATCH_ROWS, columns=columns):
                yield {canonical_name(name): batch.column(name) for name in columns}
    else:
        with path.open(encoding="utf-8-sig") as file:
            header = [column.strip().strip('"') for column in file.readline().split(",")]
        columns = [c for c in header if canonical_name(c) in wanted]
        # Whole numbers are written as "1" by some publishers and as "1.0" by others.
        kinds = {
            c: NUMBER if wanted[canonical_name(c)] == INTEGER else wanted[canonical_name(c)]
            for c in columns
        }
        options = csv.ConvertOptions(
            column_types=kinds, include_columns=columns, null_values=[""], strings_can_be_null=True
        )
        with csv.open_csv(path, convert_options=options) as reader:
            for batch in reader:
                yield {canonical_name(name): batch.column(name) for name in columns}


def conform(
    batch: dict[str, pa.Array], rows: int, fields: list[tuple[str, pa.DataType]]
) -> dict[str, pa.Array]:
    """Give every field its declared type; a field the file does not have becomes nulls."""
    return {
        name: batch[name.lower()].cast(kind) if name.lower() in batch else pa.nulls(rows, kind)
        for name, kind in fields
    }


def fingerprint(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def trip_batches(path: Path, loaded_at: datetime) -> Iterator[pa.Table]:
    """Every row of one file, with a key that is the same whenever the file is read."""
    color = path.name.split("_tripdata_")[0] if "_tripdata_" in path.name else None
    read = 0
    for batch in read_batches(path, TRIP_FIELDS):
        rows = len(next(iter(batch.values())))
        columns = conform(batch, rows, TRIP_FIELDS)
        if color is not None and "color" not in batch:
            columns["color"] = pa.repeat(pa.scalar(color, TEXT), rows)
        numbers = pa.array(range(read + 1, read + rows + 1), INTEGER).cast(TEXT)
        columns["trip_key"] = pc.binary_join_element_wise(path.name, numbers, "#")
        columns["source_file"] = pa.repeat(pa.scalar(path.name, TEXT), rows)
        columns["loaded_at"] = pa.repeat(pa.scalar(loaded_at, TIMESTAMP), rows)
        read += rows
        yield pa.table(columns, schema=TRIP_SCHEMA)


def files_in(folder: Path, patterns: tuple[str, ...]) -> list[Path]:
    return sorted({path for pattern in patterns for path in folder.glob(pattern)})


@dlt.source(name="nyc_taxi")
def nyc_taxi(data_dir: str = "data"):
    folder = Path(data_dir)

    # A file is replaced as a whole, so that reading it again never makes a row twice.
    @dlt.resource(write_disposition="merge", merge_key="source_file", columns=WALL_CLOCK)
    def trips() -> Iterator[pa.Table]:
        files = files_in(folder, TRIP_FILES)
        if not files:
            raise FileNotFoundError(
                f"No trip files in '{folder}'. Generate some: python loader/generate.py"
            )
        # dlt keeps this state in the destination: data and cursor move together.
        loaded = dlt.current.resource_state().setdefault("files", {})
        fields = [name for name, _ in TRIP_FIELDS]
        loaded_at = datetime.now(timezone.utc).replace(tzinfo=None)
        for path in files:
            sha256 = fingerprint(path)
            known = loaded.get(path.name)
            if known and known["sha256"] == sha256 and set(fields) <= set(known["fields"]):
                continue
            yield from trip_batches(path, loaded_at)
            loaded[path.name] = {"sha256": sha256, "fields": fields}

    # A zone that is no longer listed stays: trips of former years still refer to it.
    @dlt.resource(write_disposition="merge", primary_key="LocationID")
    def zones() -> Iterator[pa.Table]:
        files = files_in(folder, ZONE_FILES)
        if not files:
            raise FileNotFoundError(f"No zone list in '{folder}': one of {', '.join(ZONE_FILES)}")
        for batch in read_batches(files[0], ZONE_FIELDS):
            rows = len(next(iter(batch.values())))
            yield pa.table(conform(batch, rows, ZONE_FIELDS), schema=ZONE_SCHEMA)

    return trips, zones


def main() -> None:
    # dlt takes a DuckDB file for a secret, so this default cannot stand in .dlt/config.toml.
    if "DESTINATION__DUCKDB__CREDENTIALS" not in os.environ:
        LOCAL_WAREHOUSE.parent.mkdir(exist_ok=True)
        os.environ["DESTINATION__DUCKDB__CREDENTIALS"] = str(LOCAL_WAREHOUSE)

    pipeline = dlt.pipeline(pipeline_name="nyc_taxi", destination="duckdb", dataset_name="raw")
    # dlt's default format inserts row by row, which takes minutes at this size.
    info = pipeline.run(nyc_taxi(), loader_file_format="parquet")
    counts = pipeline.last_trace.last_normalize_info.row_counts
    print(f"trips loaded: {counts.get('trips', 0)}, zones: {counts.get('zones', 0)}")
    info.raise_on_failed_jobs()


if __name__ == "__main__":
    main()
