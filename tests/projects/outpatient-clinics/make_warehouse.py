"""Write the warehouse that the clinics' record system fills: made-up appointments and charges.

Run: python make_warehouse.py [--rows 3000] [--seed 11] [--out clinic-ops.duckdb]
"""

import argparse
from pathlib import Path

import duckdb

STATEMENTS = """
create schema emr;

-- The outer hash is needed: combined hashes differ by a fixed pattern from purpose to purpose.
create temp macro h(number, purpose) as hash(hash($seed, number, purpose));

create table emr.clinic_mstr (
    clinic_cd varchar, clinic_nm varchar, city varchar, "group" varchar, rooms_cnt integer
);
insert into emr.clinic_mstr values
    ('HBR', 'Harbor Street', 'Alder Bay', 'Coast', 9),
    ('LTH', 'Lighthouse Kids', 'Alder Bay', 'Coast', 6),
    ('MIL', 'Mill Road', 'Corran', 'Inland', 12),
    ('QRY', 'Quarry Hill', 'Corran', 'Inland', 4),
    ('FRN', 'Fernside', 'Dunmere', 'Valley', 5);

create table emr.prov_mstr as
select
    500 + range as prov_id,
    'Dr. '
    || ['Abara', 'Brandt', 'Castell', 'Dimas', 'Eklund', 'Farrow', 'Grove'][1 + range % 7]
    || ' '
    || chr((65 + range)::integer) || '.' as prov_nm,
    ['Cardiology', 'Dermatology', 'Ear/Nose/Throat', 'Pediatrics'][1 + range % 4] as spec,
    [100, 100, 80, 60, 50][1 + range % 5] as fte_pct,
    if(range % 8 = 7, 'N', 'Y') as active_flg
from range(24);

create table emr.appt as
with draws as (
    select
        range as n,
        timestamp '2024-01-02 08:00:00'
        + to_days((h(range, 'day') % 540)::integer)
        + to_minutes(15 * (h(range, 'slot') % 36)::bigint) as appt_dt,
        h(range, 'outcome') % 100 as outcome
    from range($rows)
)

select
    (700000 + n)::integer as appt_id,
    (20000 + h(n, 'patient') % 900)::integer as pat_id,
    ['HBR', 'LTH', 'MIL', 'QRY', 'FRN'][1 + (h(n, 'clinic') % 5)::integer] as clinic_cd,
    (500 + h(n, 'provider') % 24)::integer as prov_id,
    appt_dt - to_days((1 + h(n, 'lead') % 60)::integer) - to_minutes((h(n, 'call') % 300)::bigint)
        as booked_dt,
    appt_dt,
    -- 9 % do not come, 7 % cancel: neither arrives.
    if(outcome < 16, null, appt_dt + to_minutes((h(n, 'late') % 25)::bigint - 12)) as arrived_dt,
    if(
        outcome < 16,
        null,
        appt_dt + to_minutes((h(n, 'late') % 25)::bigint - 9 + (h(n, 'wait') % 40)::bigint)
    ) as seen_dt,
    if(
        outcome < 16,
        null,
        appt_dt + to_minutes(
            (h(n, 'late') % 25)::bigint + 2
            + (h(n, 'wait') % 40)::bigint
            + (h(n, 'visit') % 35)::bigint
        )
    ) as left_dt,
    ['NEW', 'FUP', 'FUP', 'PROC', 'SCR'][1 + (h(n, 'type') % 5)::integer] as visit_cd,
    if(outcome < 9, 'Y', 'N') as no_show_flg,
    if(h(n, 'video') % 6 = 0, 'Y', 'N') as tele_flg,
    if(outcome between 9 and 15, ['PT', 'PR', 'WX'][1 + (h(n, 'why') % 3)::integer], null)
        as canc_rsn_cd,
    [15, 20, 30, 45][1 + (h(n, 'length') % 4)::integer] as dur_sched_min,
    if(outcome < 16 or h(n, 'asked') % 3 = 0, null, (h(n, 'pain') % 11)::integer) as pain_score
from draws;

create table emr.charge as
select
    (1 + range)::integer as charge_id,
    appt.appt_id,
    (1 + range // $rows)::integer as "order",
    ['Office visit', 'Lab', 'Imaging', 'Minor surgery'][1 + (h(range, 'service') % 4)::integer]
        as svc_grp,
    ['MCR', 'MCD', 'COM', 'SELF'][1 + (h(appt.appt_id, 'payer') % 4)::integer] as payer_cd,
    round(40 + (h(range, 'billed') % 60000) / 100.0, 2) as amt_billed_usd,
    if(
        h(range, 'denied') % 14 = 0,
        0.0,
        round(
            (40 + (h(range, 'billed') % 60000) / 100.0) * (0.4 + (h(range, 'paid') % 60) / 100.0), 2
        )
    ) as amt_paid_usd,
    if(h(range, 'denied') % 14 = 0, 'Y', 'N') as denied_flg,
    if(
        h(range, 'denied') % 14 = 0,
        null,
        appt.appt_dt::date + (10 + h(range, 'lag') % 80)::integer
    ) as paid_dt
from range(2 * $rows)
inner join emr.appt as appt on appt.appt_id = 700000 + range % $rows
where appt.arrived_dt is not null and (range < $rows or h(range, 'second') % 2 = 0);
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the clinics' warehouse.")
    parser.add_argument("--rows", type=int, default=3000, help="appointments")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--out", type=Path, default=Path("clinic-ops.duckdb"))
    given = parser.parse_args()
    if given.out.exists():
        parser.error(f"'{given.out}' exists already")
    with duckdb.connect(str(given.out)) as db:
        db.execute(STATEMENTS.replace("$seed", str(given.seed)).replace("$rows", str(given.rows)))
    print(f"{given.rows} appointments in '{given.out}'")


if __name__ == "__main__":
    main()
