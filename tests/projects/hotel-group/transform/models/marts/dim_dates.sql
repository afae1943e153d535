with days as (
    select unnest(generate_series(date '2024-01-01', date '2025-12-31', interval 1 day))::date as date_day
)

select
    date_day,
    year(date_day)::integer as year_no,
    'Q' || quarter(date_day) as quarter,
    month(date_day)::integer as month_no,
    monthname(date_day) as month_name,
    isodow(date_day)::integer as weekday_no,
    dayname(date_day) as weekday_name,
    isodow(date_day) >= 6 as is_weekend
from days
