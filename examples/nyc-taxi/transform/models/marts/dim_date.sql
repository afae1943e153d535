with bounds as (

    select
        min(least(pickup_at, dropoff_at)) as first_at,
        max(greatest(pickup_at, dropoff_at)) as last_at
    from {{ ref('stg_trips') }}

),

-- Whole years: Power BI's time intelligence needs a date table without gaps at either end.
days as (

    select
        unnest(
            generate_series(
                make_date(year(first_at)::integer, 1, 1),
                make_date(year(last_at)::integer, 12, 31),
                interval 1 day
            )
        )::date as date_day
    from bounds

)

select
    date_day,
    year(date_day)::integer as calendar_year,
    'Q' || quarter(date_day) as calendar_quarter,
    month(date_day)::integer as month_number,
    monthname(date_day) as month_name,
    strftime(date_day, '%Y-%m') as calendar_month,
    isodow(date_day)::integer as weekday_number,
    dayname(date_day) as weekday_name,
    isodow(date_day) in (6, 7) as is_weekend
from days
