with days as (
    select unnest(generate_series(date '2024-01-01', date '2025-12-31', interval 1 day))::date as cal_day
)

select
    cal_day,
    year(cal_day)::integer as yr,
    'Q' || quarter(cal_day) as qtr,
    month(cal_day)::integer as mth_no,
    monthname(cal_day) as mth,
    isodow(cal_day)::integer as wday_no,
    dayname(cal_day) as wday
from days
