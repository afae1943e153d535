{{
    config(
        materialized='incremental',
        unique_key='trip_key',
        incremental_strategy='delete+insert',
        on_schema_change='append_new_columns'
    )
}}

with trips as (

    select * from {{ ref('stg_trips') }}

    {% if is_incremental() %}
    -- By file and load, not by date: a file of an earlier month may come late.
    where (source_file, loaded_at) not in (
        select distinct
            known.source_file,
            known.loaded_at
        from {{ this }} as known
    )
    {% endif %}

),

zones as (

    select * from {{ ref('dim_zone') }}

),

payment_types as (

    select * from {{ ref('dim_payment_type') }}

)

select
    trips.trip_key,
    trips.taxi_color,
    trips.vendor_id,
    trips.pickup_at,
    trips.dropoff_at,
    trips.pickup_at::date as pickup_date,
    coalesce(pickup_zones.zone_key, -1) as pickup_zone_key,
    coalesce(dropoff_zones.zone_key, -1) as dropoff_zone_key,
    coalesce(payment_types.payment_type_key, -1) as payment_type_key,
    trips.passenger_count,
    trips.trip_distance,
    trips.fare_amount,
    trips.extra_amount,
    trips.mta_tax,
    trips.tip_amount,
    trips.tolls_amount,
    trips.total_amount,
    coalesce(
        trips.fare_amount > 0
        and trips.trip_distance > 0
        and trips.dropoff_at > trips.pickup_at,
        false
    ) as is_valid_trip,
    trips.source_file,
    trips.loaded_at
from trips
left join zones as pickup_zones
    on trips.pickup_location_id = pickup_zones.zone_key
left join zones as dropoff_zones
    on trips.dropoff_location_id = dropoff_zones.zone_key
left join payment_types
    on trips.payment_type_code = payment_types.payment_type_key
