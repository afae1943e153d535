"""Write the warehouse that the hotels' reservation and till systems fill: made-up reservations and extras.

Run: python make_warehouse.py [--rows 4000] [--seed 5] [--out hotels.duckdb]
"""

import argparse
from pathlib import Path

import duckdb

STATEMENTS = """
create schema pms;
create schema pos;

-- The outer hash is needed: combined hashes differ by a fixed pattern from purpose to purpose.
create temp macro h(number, purpose) as hash(hash($seed, number, purpose));

create table pms.hotel (
    hotel_code varchar, hotel_name varchar, city varchar, country varchar, brand varchar,
    stars integer, room_cnt integer, opened_on date
);
insert into pms.hotel values
    ('LIS1', 'Alfama House', 'Lisbon', 'Portugal', 'Casa', 4, 64, '2011-05-01'),
    ('LIS2', 'Tejo Grand', 'Lisbon', 'Portugal', 'Grand', 5, 182, '2004-03-15'),
    ('OPO1', 'Ribeira Rooms', 'Porto', 'Portugal', 'Casa', 3, 41, '2017-09-01'),
    ('MAD1', 'Retiro Grand', 'Madrid', 'Spain', 'Grand', 5, 210, '1998-06-10'),
    ('SVQ1', 'Casa Triana', 'Seville', 'Spain', 'Casa', 4, 55, '2015-04-20'),
    ('AGP1', 'Playa Sol', 'Malaga', 'Spain', 'Resorts', 4, 148, '2019-06-01'),
    ('NCE1', 'Baie Azur', 'Nice', 'France', 'Resorts', 4, 120, '2021-05-15');

create table pms.guest as
select
    (10000 + range)::integer as guest_id,
    ['Portuguese', 'Spanish', 'French', 'British', 'German', 'American'][
        1 + (h(range, 'nat') % 6)::integer
    ] as nationality,
    ['Leisure', 'Leisure', 'Business', 'Group'][1 + (h(range, 'seg') % 4)::integer] as segment,
    ['None', 'None', 'Blue', 'Silver', 'Gold'][1 + (h(range, 'tier') % 5)::integer]
        as loyalty_tier,
    if(h(range, 'news') % 3 = 0, 1, 0) as newsletter
from range(1500);

create table pms.reservation as
with draws as (
    select
        range as n,
        date '2024-01-03' + (h(range, 'day') % 560)::integer as arr_dt,
        1 + (h(range, 'nights') % 6)::integer as nights,
        h(range, 'status') % 100 as outcome,
        1 + (h(range, 'room') % 4)::integer as room,
        1 + (h(range, 'channel') % 5)::integer as channel
    from range($rows)
)

select
    (300000 + n)::integer as res_no,
    ['LIS1', 'LIS2', 'OPO1', 'MAD1', 'SVQ1', 'AGP1', 'NCE1'][1 + (h(n, 'hotel') % 7)::integer]
        as hotel_code,
    (10000 + h(n, 'guest') % 1500)::integer as guest_id,
    ['STD', 'DLX', 'STE', 'FAM'][room] as room_type,
    ['Website', 'Phone', 'OTA', 'Corporate', 'Walk-in'][channel] as channel,
    ['BAR', 'NREF', 'CORP', 'PKG'][1 + (h(n, 'plan') % 4)::integer] as rate_plan,
    arr_dt::timestamp - to_days((h(n, 'lead') % 120)::integer) - to_minutes((h(n, 'min') % 900)::bigint)
        as booked_at,
    arr_dt,
    arr_dt + nights as dep_dt,
    if(outcome < 17, null, arr_dt::timestamp + to_minutes(840 + (h(n, 'in') % 500)::bigint))
        as checkin_ts,
    if(
        outcome < 17,
        null,
        (arr_dt + nights)::timestamp + to_minutes(420 + (h(n, 'out') % 300)::bigint)
    ) as checkout_ts,
    case when outcome < 13 then 'X' when outcome < 17 then 'N' else 'S' end as status,
    nights,
    1 + (h(n, 'adults') % 3)::integer as adults,
    (h(n, 'children') % 3)::integer as children,
    if(outcome < 13, 0, round(nights * (70 + 35 * room + (h(n, 'rate') % 9000) / 100.0), 2))
        as room_rev,
    if(outcome < 13 or channel <> 3, 0, round(nights * (12 + (h(n, 'com') % 1500) / 100.0), 2))
        as commission,
    if(h(n, 'bf') % 5 < 3, 1, 0) as bf_incl,
    if(outcome < 17 or h(n, 'asked') % 2 = 0, null, 1 + (h(n, 'score') % 10)::integer)
        as review_score
from draws;

create table pos.check_line as
select
    (1 + range)::integer as line_id,
    r.res_no,
    r.hotel_code,
    r.arr_dt + (h(range, 'when') % r.nights)::integer as service_dt,
    ['Restaurant', 'Bar', 'Spa', 'Parking', 'Minibar'][1 + (h(range, 'dept') % 5)::integer] as dept,
    1 + (h(range, 'qty') % 4)::integer as qty,
    round(6 + (h(range, 'net') % 9000) / 100.0, 2) as net_amt,
    round((6 + (h(range, 'net') % 9000) / 100.0) * 0.1, 2) as tax_amt,
    if(h(range, 'tips') % 4 = 0, round((h(range, 'tip') % 900) / 100.0, 2), 0) as tip_amt,
    ['Card', 'Cash', 'Room charge'][1 + (h(range, 'pay') % 3)::integer] as pay_method,
    if(h(range, 'refund') % 25 = 0, 1, 0) as refunded
from range(2 * $rows)
inner join pms.reservation as r on r.res_no = 300000 + range % $rows
where r.status = 'S';
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the hotels' warehouse.")
    parser.add_argument("--rows", type=int, default=4000, help="reservations")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--out", type=Path, default=Path("hotels.duckdb"))
    given = parser.parse_args()
    if given.out.exists():
        parser.error(f"'{given.out}' exists already")
    with duckdb.connect(str(given.out)) as db:
        db.execute(STATEMENTS.replace("$seed", str(given.seed)).replace("$rows", str(given.rows)))
    print(f"{given.rows} reservations in '{given.out}'")


if __name__ == "__main__":
    main()
