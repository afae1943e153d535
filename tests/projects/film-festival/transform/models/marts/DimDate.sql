with days as (
    select unnest(generate_series(date '2024-01-01', date '2025-12-31', interval 1 day))::date as DayDate
)

select
    DayDate,
    year(DayDate)::integer as YearNo,
    'Q' || quarter(DayDate) as Qtr,
    month(DayDate)::integer as MonthNo,
    monthname(DayDate) as MonthName,
    isodow(DayDate)::integer as WeekdayNo,
    dayname(DayDate) as WeekdayName
from days
