with days as (
    select unnest(generate_series(date '2024-01-01', date '2025-12-31', interval 1 day))::date as day
)

select
    day,
    year(day)::integer as yr,
    'Q' || quarter(day) as qtr,
    month(day)::integer as mon_no,
    monthname(day) as mon,
    isodow(day)::integer as dow_no,
    dayname(day) as dow
from days
