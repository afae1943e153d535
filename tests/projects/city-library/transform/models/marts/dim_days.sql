with days as (
    select unnest(generate_series(date '2024-01-01', date '2025-12-31', interval 1 day))::date as day_dt
)

select
    day_dt,
    year(day_dt)::integer as yr,
    'Q' || quarter(day_dt) as qtr,
    month(day_dt)::integer as mth_no,
    monthname(day_dt) as mth,
    weekofyear(day_dt)::integer as wk_no,
    isodow(day_dt)::integer as dow_no,
    dayname(day_dt) as dow
from days
