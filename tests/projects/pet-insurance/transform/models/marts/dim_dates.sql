with days as (
    select unnest(generate_series(date '2024-01-01', date '2025-12-31', interval 1 day))::date as the_date
)

select
    the_date,
    year(the_date)::integer as yr,
    'Q' || quarter(the_date) as qtr,
    month(the_date)::integer as mth_no,
    monthname(the_date) as mth,
    isodow(the_date)::integer as dow_no,
    dayname(the_date) as dow
from days
