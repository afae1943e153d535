"""Write the warehouse that the depot's own systems fill: made-up parcels, customers, depots.

Run: python make_warehouse.py [--rows 4000] [--seed 7] [--out depot-ops.duckdb]
"""

import argparse
from pathlib import Path

import duckdb

STATEMENTS = """
create schema "LANDING";

-- The outer hash is needed: combined hashes differ by a fixed pattern from purpose to purpose.
create temp macro h(number, purpose) as hash(hash($seed, number, purpose));

create table "LANDING"."DEPOT_STAMM" ("DEPOT-ID" integer, "Bezeichnung" varchar, "Region" varchar);
insert into "LANDING"."DEPOT_STAMM" values
    (10, 'Köln-Niehl', 'West'), (11, 'Düsseldorf', 'West'), (20, 'München Süd', 'Süd'),
    (21, 'Fürth', 'Süd'), (30, 'Großbeeren', 'Ost'), (40, 'Hamburg O''Swaldkai', 'Nord');

create table "LANDING"."KUNDE" as
select
    (1000 + range)::integer as "KundenNr",
    'Kunde ' || (1000 + range) || if(range % 9 = 0, ' & Söhne', '') as "Name",
    ['Privat', 'Gewerbe', 'Händler'][1 + (h(range, 'segment') % 3)::integer] as "Segment",
    range % 40 <> 0 as "aktiv"
from range(300);

create table "LANDING"."SENDUNG_ROH" as
select
    'PD' || lpad(range::varchar, 7, '0') as "Sendungs-Nr",
    (1000 + h(range, 'kunde') % 300)::integer as "KundenNr",
    [10, 11, 20, 21, 30, 40][1 + (h(range, 'depot') % 6)::integer] as "DEPOT-ID",
    timestamp '2025-01-02 06:00:00' + to_minutes((h(range, 'zeit') % 520000)::bigint)
        as "aufgegeben_am",
    -- Every fiftieth parcel is still under way.
    if(
        h(range, 'offen') % 50 = 0,
        null,
        timestamp '2025-01-02 06:00:00' + to_minutes((h(range, 'zeit') % 520000)::bigint)
        + to_minutes((300 + h(range, 'dauer') % 5000)::bigint)
    ) as "zugestellt_am",
    round(0.2 + (h(range, 'gewicht') % 31000) / 1000.0, 3) as "BruttoGewicht_KG",
    round(3.9 + (h(range, 'kosten') % 2500) / 100.0, 2) as "Versand$Kosten",
    if(h(range, 'express') % 5 = 0, 'J', 'N') as "ExpressJN",
    if(
        h(range, 'retoure') % 12 = 0,
        ['G1', 'G2', 'G3', 'G9'][1 + (h(range, 'grund') % 4)::integer],
        null
    ) as "RetGrund"
from range($rows);
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the depot's warehouse.")
    parser.add_argument("--rows", type=int, default=4000, help="parcels")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, default=Path("depot-ops.duckdb"))
    given = parser.parse_args()
    if given.out.exists():
        parser.error(f"'{given.out}' exists already")
    with duckdb.connect(str(given.out)) as db:
        db.execute(STATEMENTS.replace("$seed", str(given.seed)).replace("$rows", str(given.rows)))
    print(f"{given.rows} parcels in '{given.out}'")


if __name__ == "__main__":
    main()
