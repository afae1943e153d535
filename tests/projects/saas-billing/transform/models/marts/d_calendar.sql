with days as (
    select unnest(generate_series(date '2024-01-01', date '2025-12-31', interval 1 day))::date as dt_day
)

select
    dt_day,
    year(dt_day)::integer as n_year,
    'Q' || quarter(dt_day) as cd_qtr,
    month(dt_day)::integer as n_month,
    monthname(dt_day) as t_month,
    isodow(dt_day)::integer as n_dow,
    dayname(dt_day) as t_dow,
    isodow(dt_day) < 6 as flg_work
from days
