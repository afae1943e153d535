-- Whole years, also those in which nothing happened yet
with days as (
    select unnest(generate_series(date '2024-01-01', date '2025-12-31', interval 1 day))::date as dt
)

select
    dt,
    year(dt)::integer as yr,
    'FY' || right((year(dt) + (month(dt) >= 7)::integer)::varchar, 2) as fiscal_yr,
    month(dt)::integer as mth_no,
    left(monthname(dt), 3) as mth,
    strftime(dt, '%Y-%m') as yr_mth,
    isodow(dt)::integer as dow_no,
    dayname(dt) as dow
from days
