with days as (
    select unnest(generate_series(date '2024-01-01', date '2025-12-31', interval 1 day))::date as cal_date
)

select
    cal_date,
    year(cal_date)::integer as yr,
    'Q' || quarter(cal_date) as qtr,
    month(cal_date)::integer as mth_no,
    monthname(cal_date) as mth_name,
    week(cal_date)::integer as iso_week,
    isodow(cal_date)::integer as dow_no,
    dayname(cal_date) as dow_name,
    case
        when month(cal_date) in (12, 1, 2) then 'Winter'
        when month(cal_date) in (3, 4, 5) then 'Spring'
        when month(cal_date) in (6, 7, 8) then 'Summer'
        else 'Autumn'
    end as season,
    isodow(cal_date) >= 6 as is_weekend
from days
