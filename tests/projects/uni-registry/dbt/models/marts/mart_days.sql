with days as (
    select unnest(generate_series(date '2022-08-01', date '2025-07-31', interval 1 day))::date as cal_day
)

select
    cal_day,
    year(cal_day)::integer as yr,
    case
        when month(cal_day) >= 8 then year(cal_day) || '/' || right((year(cal_day) + 1)::varchar, 2)
        else (year(cal_day) - 1) || '/' || right(year(cal_day)::varchar, 2)
    end as acad_yr,
    case when month(cal_day) >= 8 then 1 when month(cal_day) <= 3 then 2 else 3 end as term_no,
    case when month(cal_day) >= 8 then 'Autumn' when month(cal_day) <= 3 then 'Spring' else 'Summer' end as term,
    month(cal_day)::integer as mth_no,
    monthname(cal_day) as mth,
    dayname(cal_day) as wday
from days
