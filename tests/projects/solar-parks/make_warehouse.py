"""Write the warehouse that the parks' data loggers, maintenance and billing fill: made-up yields, work orders, invoices.

Run: python make_warehouse.py [--days 540] [--seed 11] [--out solar.duckdb]
"""

import argparse
from pathlib import Path

import duckdb

STATEMENTS = """
create schema scada;
create schema cmms;
create schema erp;

-- The outer hash is needed: combined hashes differ by a fixed pattern from purpose to purpose.
create temp macro h(number, purpose) as hash(hash($seed, number, purpose));

create table scada.site (
    park_cd varchar, site_name varchar, region varchar, grid_operator varchar, owner_fund varchar,
    mounting varchar, peak_mwp decimal(6, 2), battery varchar, cod date
);
insert into scada.site values
    ('HBR', 'Harrow Bridge', 'North', 'Lowland Grid', 'Fund I', 'Fixed', 4.80, 'N', '2016-04-12'),
    ('KLM', 'Kiln Meadow', 'North', 'Lowland Grid', 'Fund II', 'Single-axis', 12.50, 'Y', '2020-09-30'),
    ('OST', 'Oster Heath', 'East', 'Coastal Power Net', 'Fund I', 'Fixed', 7.20, 'N', '2017-06-01'),
    ('PTR', 'Petra Valley', 'South', 'Sierra Grid', 'Fund II', 'Single-axis', 31.00, 'Y', '2022-03-18'),
    ('QRY', 'Quarry Flats', 'South', 'Sierra Grid', 'Fund III', 'Single-axis', 22.40, 'N', '2021-11-05'),
    ('WND', 'Wendel Farm', 'East', 'Coastal Power Net', 'Fund III', 'Fixed', 5.60, 'N', '2018-08-23');

create table scada.inverter as
select
    (700 + range)::integer as inv_id,
    ['HBR', 'KLM', 'OST', 'PTR', 'QRY', 'WND'][1 + (range // 4)::integer] as park_cd,
    'SN-' || (h(range, 'sn') % 900000 + 100000) as serial_no,
    ['Helion', 'Voltix', 'Suntera'][1 + (h(range, 'mfr') % 3)::integer] as mfr,
    ['C100', 'C250', 'S60'][1 + (h(range, 'model') % 3)::integer] as model_cd,
    [60, 100, 250][1 + (h(range, 'kw') % 3)::integer]::integer as rated_kw,
    date '2016-01-15' + (h(range, 'inst') % 2400)::integer as installed_on
from range(24);

create table scada.daily as
with draws as (
    select
        i.inv_id,
        i.park_cd,
        i.rated_kw,
        date '2024-01-01' + d.range::integer as day_dt,
        i.inv_id * 10000 + d.range as n
    from scada.inverter as i
    cross join range($days) as d
)

select
    n::bigint as row_id,
    park_cd,
    inv_id,
    day_dt,
    round(rated_kw * (1 + (h(n, 'kwh') % 600) / 100.0), 1) as kwh,
    round(rated_kw * (1 + (h(n, 'kwh') % 600) / 100.0) * 0.97, 1) as kwh_export,
    if(h(n, 'c?') % 9 = 0, round((h(n, 'curt') % 400) / 10.0, 1), 0) as kwh_curt,
    round(rated_kw * (1.3 + (h(n, 'kwh') % 600) / 98.0), 1) as kwh_exp,
    (800 + h(n, 'irr') % 6200)::integer as irr,
    round(4 + (h(n, 'temp') % 500) / 10.0, 1) as mod_temp,
    day_dt::timestamp + to_minutes(300 + (h(n, 'first') % 200)::bigint) as first_ts,
    day_dt::timestamp + to_minutes(960 + (h(n, 'last') % 280)::bigint) as last_ts,
    if(h(n, 'd?') % 12 = 0, (h(n, 'down') % 420)::integer, 0) as down_min,
    round(rated_kw * (h(n, 'kwh') % 600) / 100.0 * 0.061, 2) as rev,
    round(rated_kw * (h(n, 'kwh') % 600) / 100.0 * 0.004, 2) as grid_fee,
    ['C', 'C', 'O', 'R', 'S'][1 + (h(n, 'sky') % 5)::integer] as sky,
    if(h(n, 'est') % 20 = 0, 'Y', 'N') as est
from draws;

create table cmms.work_order as
with draws as (
    select
        range as n,
        (700 + h(range, 'inv') % 24)::integer as inv_id,
        timestamp '2024-01-02' + to_minutes((h(range, 'open') % 750000)::bigint) as opened_at,
        h(range, 'status') % 100 as outcome
    from range(2 * $days)
)

select
    (52000 + d.n)::integer as wo_no,
    i.park_cd,
    d.inv_id,
    d.opened_at,
    if(d.outcome < 15, null, d.opened_at + to_minutes(90 + (h(d.n, 'go') % 4000)::bigint)) as onsite_at,
    if(d.outcome < 15, null, d.opened_at + to_minutes(4200 + (h(d.n, 'done') % 9000)::bigint)) as closed_at,
    ['INV', 'STR', 'TRK', 'GRD', 'VAN'][1 + (h(d.n, 'fault') % 5)::integer] as fault,
    (1 + h(d.n, 'prio') % 3)::integer as prio,
    ['SunServ', 'HelioFix', 'In-house'][1 + (h(d.n, 'who') % 3)::integer] as contractor,
    case when d.outcome < 10 then 'O' when d.outcome < 15 then 'X' else 'C' end as status,
    if(d.outcome < 15, null, round((h(d.n, 'hrs') % 160) / 10.0, 1)) as labour_hrs,
    round((h(d.n, 'parts') % 90000) / 100.0, 2) as parts_cost,
    round((h(d.n, 'labour') % 60000) / 100.0, 2) as labour_cost,
    if(h(d.n, 'fee') % 3 = 0, 85, 0) as callout_fee,
    round((h(d.n, 'lost') % 8000) / 10.0, 1) as kwh_lost,
    (1 + h(d.n, 'visits') % 4)::integer as visit_cnt,
    if(h(d.n, 'warr') % 4 = 0, 'Y', 'N') as warranty,
    if(h(d.n, 'incident') % 40 = 0, 'Y', 'N') as incident
from draws as d
inner join scada.inverter as i on d.inv_id = i.inv_id;

create table erp.invoice as
with draws as (
    select
        range as n,
        date '2024-01-05' + (h(range, 'day') % 520)::integer as issued_on,
        round(20 + (h(range, 'mwh') % 40000) / 100.0, 2) as mwh
    from range($days)
)

select
    (240001 + n)::integer as inv_no,
    ['HBR', 'KLM', 'OST', 'PTR', 'QRY', 'WND'][1 + (h(n, 'park') % 6)::integer] as park_cd,
    issued_on,
    issued_on + [14, 30, 45][1 + (h(n, 'terms') % 3)::integer] as due_on,
    if(h(n, 'paid?') % 7 = 0, null, issued_on + (4 + h(n, 'paid') % 60)::integer) as paid_on,
    ['Voltara', 'Aldermoor Foods', 'City Works', 'Penning Steel'][1 + (h(n, 'cust') % 4)::integer]
        as offtaker,
    ['PPA', 'FiT', 'Spot'][1 + (h(n, 'contract') % 3)::integer] as contract,
    mwh,
    round(mwh * (48 + h(n, 'price') % 40), 2) as net_eur,
    round(mwh * (48 + h(n, 'price') % 40) * 0.2, 2) as vat_eur,
    if(h(n, 'd?') % 5 = 0, round(mwh * 1.5, 2), 0) as disc_eur,
    (h(n, 'rem') % 4)::integer as reminders,
    if(h(n, 'disp') % 15 = 0, 'Y', 'N') as disputed
from draws;
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the solar parks' warehouse.")
    parser.add_argument("--days", type=int, default=540, help="days of yields")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--out", type=Path, default=Path("solar.duckdb"))
    given = parser.parse_args()
    if given.out.exists():
        parser.error(f"'{given.out}' exists already")
    with duckdb.connect(str(given.out)) as db:
        db.execute(STATEMENTS.replace("$seed", str(given.seed)).replace("$days", str(given.days)))
    print(f"{given.days} days in '{given.out}'")


if __name__ == "__main__":
    main()
