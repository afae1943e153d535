"""Write made-up trip files in TLC's yellow and green schemas, and the zones they refer to.

The same seed gives the same rows. Amounts, hours and boroughs follow plausible distributions;
the dirt of the published files is in them too, because the models have to cope with it.

Run from the project root: python loader/generate.py --rows 200000 --seed 42 --out data
"""

import argparse
from datetime import datetime
from pathlib import Path

import duckdb

DEFAULT_MONTHS = ["2024-01", "2024-02", "2024-03"]
GREEN_SHARE = 0.12

# Borough: share of pick-ups, zones under TLC's numbers, so that made-up and published files go
# together. 264 and 265 are TLC's for "unknown" and "outside New York".
ZONES = {
    "Manhattan": (
        0.78,
        "4 Alphabet City|12 Battery Park|24 Bloomingdale|41 Central Harlem|43 Central Park"
        "|45 Chinatown|48 Clinton East|68 East Chelsea|74 East Harlem North|79 East Village"
        "|87 Financial District North|90 Flatiron|100 Garment District|107 Gramercy"
        "|113 Greenwich Village North|116 Hamilton Heights|125 Hudson Sq|127 Inwood|137 Kips Bay"
        "|140 Lenox Hill East|142 Lincoln Square East|144 Little Italy/NoLiTa"
        "|148 Lower East Side|161 Midtown Center|162 Midtown East|164 Midtown South"
        "|166 Morningside Heights|170 Murray Hill|209 Seaport|211 SoHo|234 Union Sq"
        "|236 Upper East Side North|238 Upper West Side North|243 Washington Heights North"
        "|249 West Village|261 World Trade Center|262 Yorkville East",
    ),
    "Queens": (
        0.12,
        "132 JFK Airport|138 LaGuardia Airport|7 Astoria|56 Corona|82 Elmhurst|92 Flushing"
        "|95 Forest Hills|129 Jackson Heights|130 Jamaica|198 Ridgewood|223 Steinway"
        "|226 Sunnyside|260 Woodside",
    ),
    "Brooklyn": (
        0.07,
        "17 Bedford|25 Boerum Hill|33 Brooklyn Heights|36 Bushwick North|52 Cobble Hill"
        "|61 Crown Heights North|66 DUMBO/Vinegar Hill|97 Fort Greene|112 Greenpoint"
        "|181 Park Slope|195 Red Hook|227 Sunset Park East|256 Williamsburg (South Side)",
    ),
    "Bronx": (0.02, "20 Belmont|94 Fordham South|119 Highbridge|174 Norwood|78 East Tremont"),
    "Staten Island": (0.002, "5 Arden Heights|109 Great Kills|187 Port Richmond"),
    "EWR": (0.003, "1 Newark Airport"),
}

# How many of 1000 trips start in each hour of the day.
HOUR_WEIGHTS = [27, 19, 14, 9, 6, 6, 15, 29, 40, 43, 44, 47]
HOUR_WEIGHTS += [51, 52, 55, 56, 54, 61, 69, 66, 60, 59, 55, 43]

# Every draw is a hash of (seed, file, row, purpose), so a row's values depend neither on the
# number of threads nor on the rows before it.
TRIPS = """
with numbered as (
    -- A published file holds a few rows twice: such a row takes the number of the one before.
    select
        range as position,
        range - (u(range, 'duplicate') < 0.0025 and range > 0)::integer as trip
    from range($rows)
),

draws as (
    select
        position,
        trip,
        u(trip, 'hour') as u_hour,
        u(trip, 'payment') as u_payment,
        u(trip, 'dirt') as u_dirt,
        u(trip, 'passengers') as u_passengers,
        sqrt(-2 * ln(u(trip, 'distance a'))) * cos(2 * pi() * u(trip, 'distance b')) as z_distance,
        sqrt(-2 * ln(u(trip, 'speed a'))) * cos(2 * pi() * u(trip, 'speed b')) as z_speed,
        sqrt(-2 * ln(u(trip, 'tip a'))) * cos(2 * pi() * u(trip, 'tip b')) as z_tip
    from numbered
),

places as (
    select
        draws.*,
        hours.hour,
        pickup.zone_id as pickup_id,
        pickup.airport as from_airport,
        dropoff.zone_id as dropoff_id
    from draws
    -- Each range is looked up by its upper end: the first end above the draw is the draw's.
    asof join hours on draws.u_hour < hours.upto
    asof join zone_ranges as pickup on u(trip, 'pickup') < pickup.upto
    asof join zone_ranges as dropoff on u(trip, 'dropoff') < dropoff.upto
),

meters as (
    select
        *,
        round(least(exp(0.62 + 0.78 * z_distance) + if(from_airport, 9.5, 0), 60), 2) as distance,
        greatest(3.5, if(hour between 7 and 19, 9.5, 14.5) * exp(0.28 * z_speed)) as speed,
        $month::timestamp
        + to_days((u(trip, 'day') * $days)::integer % $days)
        + to_hours(hour)
        + to_seconds(floor(u(trip, 'second') * 3600)) as pickup_at,
        case
            when u_payment < 0.705 then 1
            when u_payment < 0.965 then 2
            when u_payment < 0.971 then 3
            when u_payment < 0.980 then 4
            when u_payment < 0.988 then 0
            when u_payment < 0.996 then null
            else 9
        end as payment
    from places
),

clean as (
    select
        *,
        ceil(distance / speed * 3600) + 60 as seconds,
        round(3 + 2.5 * distance + 0.35 * distance / speed * 60, 1) as fare,
        case
            when hour between 16 and 19 then 2.5
            when hour >= 20 or hour < 6 then 1.0
            else 0.0
        end as extra,
        if(from_airport and u(trip, 'toll') < 0.6, 6.94, 0.0) as tolls
    from meters
),

amounts as (
    select
        * replace (
            if(u_dirt between 0.010 and 0.018, 0.0, distance) as distance,
            if(u_dirt between 0.020 and 0.021, -seconds, seconds) as seconds
        ),
        -- A refund is booked as the same trip with every amount negated.
        if(u_dirt < 0.005, -1, 1) as sign,
        case
            when payment = 1 and u(trip, 'tips') < 0.94
                then round(greatest(0, fare * (0.20 + 0.07 * z_tip)), 2)
            when payment = 0 and u(trip, 'tips') < 0.3 then round(fare * 0.1, 2)
            else 0.0
        end as tip
    from clean
)

select
    position,
    if(u(trip, 'vendor') < 0.75, 2, 1) as vendor,
    pickup_at,
    pickup_at + to_seconds(seconds) as dropoff_at,
    case
        when u_dirt between 0.030 and 0.055 then null
        when u_passengers < 0.01 then 0
        when u_passengers < 0.76 then 1
        when u_passengers < 0.90 then 2
        when u_passengers < 0.95 then 3
        when u_passengers < 0.98 then 4
        when u_passengers < 0.99 then 5
        else 6
    end::double as passengers,
    distance,
    if(from_airport, 2, 1)::double as ratecode,
    if(u(trip, 'offline') < 0.004, 'Y', 'N') as store_and_fwd,
    if(u_dirt between 0.060 and 0.066, 264, pickup_id) as pickup_id,
    if(u_dirt between 0.066 and 0.070, 265, dropoff_id) as dropoff_id,
    payment,
    sign * fare as fare,
    sign * extra as extra,
    sign * 0.5 as tax,
    if(sign = 1, tip, 0.0) as tip,
    sign * tolls as tolls,
    sign * 1.0 as improvement,
    sign * if($congestion, 2.5, 0.0) as congestion,
    sign * if(from_airport, 1.75, 0.0) as airport,
    round(
        sign * (fare + extra + 0.5 + tolls + 1.0)
        + sign * if($congestion, 2.5, 0.0)
        + sign * if(from_airport, 1.75, 0.0)
        + if(sign = 1, tip, 0.0),
        2
    ) as total,
    if(u(trip, 'street') < 0.96, 1, 2)::double as trip_type
from amounts
order by position
"""

YELLOW = """
    vendor::bigint as "VendorID", pickup_at as tpep_pickup_datetime,
    dropoff_at as tpep_dropoff_datetime, passengers as passenger_count,
    distance as trip_distance, ratecode as "RatecodeID", store_and_fwd as store_and_fwd_flag,
    pickup_id::bigint as "PULocationID", dropoff_id::bigint as "DOLocationID",
    payment::bigint as payment_type, fare::double as fare_amount, extra::double as extra,
    tax::double as mta_tax, tip::double as tip_amount, tolls::double as tolls_amount,
    improvement::double as improvement_surcharge, total::double as total_amount,
    congestion::double as congestion_surcharge, airport::double as "Airport_fee"
"""

GREEN = """
    vendor::bigint as "VendorID", pickup_at as lpep_pickup_datetime,
    dropoff_at as lpep_dropoff_datetime, store_and_fwd as store_and_fwd_flag,
    ratecode as "RatecodeID", pickup_id::bigint as "PULocationID",
    dropoff_id::bigint as "DOLocationID", passengers as passenger_count,
    distance as trip_distance, fare::double as fare_amount, extra::double as extra,
    tax::double as mta_tax, tip::double as tip_amount, tolls::double as tolls_amount,
    null::double as ehail_fee, improvement::double as improvement_surcharge,
    total::double as total_amount, payment::bigint as payment_type, trip_type,
    congestion::double as congestion_surcharge
"""


def cumulative(weights: list[float]) -> list[float]:
    """The upper ends of adjoining ranges that share 0 to 1 by weight."""
    total, ends = 0.0, []
    for weight in weights:
        total += weight
        ends.append(total)
    # The last end is beyond 1, so that rounding leaves no draw without a range.
    return [end / total for end in ends[:-1]] + [1.1]


def make_zones(db: duckdb.DuckDBPyConnection) -> None:
    zones = []
    for borough, (share, names) in ZONES.items():
        listed = names.split("|")
        for number, _, name in (zone.partition(" ") for zone in listed):
            zones.append((int(number), name, borough, share / len(listed)))
    ends = cumulative([weight for *_, weight in zones])
    db.execute(
        "create table zone_ranges (zone_id int, zone text, borough text, airport bool, upto double)"
    )
    db.executemany(
        "insert into zone_ranges values (?, ?, ?, ?, ?)",
        [
            (number, name, borough, name.endswith("Airport"), end)
            for (number, name, borough, _), end in zip(zones, ends, strict=True)
        ],
    )
    db.execute("create table hours (hour int, upto double)")
    db.executemany(
        "insert into hours values (?, ?)",
        list(enumerate(cumulative([float(weight) for weight in HOUR_WEIGHTS]))),
    )


def write_zones(db: duckdb.DuckDBPyConnection, folder: Path) -> None:
    # A folder of published files has TLC's own list, which is longer.
    if any((folder / name).exists() for name in ("taxi_zone_lookup.csv", "zones.csv")):
        return
    target = folder / "taxi_zones.csv"
    db.execute(
        """
        create or replace temp view zone_list as
        select zone_id as "LocationID", borough as "Borough", zone as "Zone",
            case
                when airport then 'Airports'
                when borough = 'Manhattan' then 'Yellow Zone'
                else 'Boro Zone'
            end as service_zone
        from zone_ranges
        union all values
            (264, 'Unknown', 'Unknown', 'Unknown'),
            (265, 'Outside New York', 'Outside New York', 'Unknown')
        order by 1
        """
    )
    db.execute(f"copy zone_list to '{quoted(target)}' (format csv, header)")


def write_trips(
    db: duckdb.DuckDBPyConnection, folder: Path, color: str, month: str, rows: int, seed: int
) -> None:
    salt = f"{seed}/{color}/{month}"
    days = db.execute("select extract(day from last_day(?::date))", [f"{month}-01"]).fetchone()[0]
    # Hashed twice, because a combined hash differs by a fixed pattern from purpose to purpose.
    # A draw is never 0: ln(0) would be minus infinity.
    db.execute(
        "create or replace temp macro u(trip, purpose) as "
        f"(hash(hash('{salt}', trip, purpose)) % 1000000007 + 1) / 1000000008.0::double"
    )
    columns = YELLOW if color == "yellow" else GREEN
    target = folder / f"{color}_tripdata_{month}.parquet"
    given = {
        "$rows": str(rows),
        "$month": f"'{month}-01'",
        "$days": str(days),
        "$congestion": "true" if color == "yellow" else "false",
    }
    query = TRIPS
    for name, value in given.items():
        query = query.replace(name, value)
    db.execute(
        f"copy (select {columns} from ({query}) order by position) to '{quoted(target)}' "
        "(format parquet, compression zstd)"
    )


def quoted(path: Path) -> str:
    return path.as_posix().replace("'", "''")


def month(text: str) -> str:
    try:
        return datetime.strptime(text, "%Y-%m").strftime("%Y-%m")
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a month like 2024-05") from None


def main() -> None:
    parser = argparse.ArgumentParser(description="Write made-up taxi trips.")
    parser.add_argument("--rows", type=int, default=200_000, help="trips over all files")
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--out", type=Path, default=Path("data"))
    parser.add_argument("--month", type=month, help="only this month (default: three of 2024)")
    given = parser.parse_args()

    given.out.mkdir(parents=True, exist_ok=True)
    months = [given.month] if given.month else DEFAULT_MONTHS
    with duckdb.connect() as db:
        make_zones(db)
        write_zones(db, given.out)
        left = given.rows
        for place, name in enumerate(months):
            rows = left // (len(months) - place)
            left -= rows
            green = int(rows * GREEN_SHARE)
            write_trips(db, given.out, "yellow", name, rows - green, given.seed)
            write_trips(db, given.out, "green", name, green, given.seed)
    print(f"{given.rows} trips of {', '.join(months)} in '{given.out}'")


if __name__ == "__main__":
    main()
