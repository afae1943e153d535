with trips as (

    select * from {{ ref('fct_trips') }}

)

select
    pickup_date,
    count(*)::integer as trip_count,
    (count(*) filter (where is_valid_trip))::integer as valid_trip_count,
    sum(trip_distance)::decimal(18, 2) as total_trip_distance,
    sum(fare_amount)::decimal(18, 2) as total_fare_amount,
    sum(tip_amount)::decimal(18, 2) as total_tip_amount,
    sum(total_amount)::decimal(18, 2) as total_amount
from trips
group by pickup_date
