with source as (

    select * from {{ source('raw', 'trips') }}

),

renamed as (

    select
        trip_key,
        source_file,
        loaded_at,
        color as taxi_color,
        vendor_id::integer as vendor_id,
        tpep_pickup_datetime as pickup_at,
        tpep_dropoff_datetime as dropoff_at,
        passenger_count::integer as passenger_count,
        -- Decimals add up to the same sum in any order; floating point does not.
        trip_distance::decimal(12, 2) as trip_distance,
        pu_location_id::integer as pickup_location_id,
        do_location_id::integer as dropoff_location_id,
        payment_type::integer as payment_type_code,
        fare_amount::decimal(12, 2) as fare_amount,
        extra::decimal(12, 2) as extra_amount,
        mta_tax::decimal(12, 2) as mta_tax,
        tip_amount::decimal(12, 2) as tip_amount,
        tolls_amount::decimal(12, 2) as tolls_amount,
        total_amount::decimal(12, 2) as total_amount
    from source

)

select * from renamed
