with source as (

    select * from {{ source('raw', 'zones') }}

),

renamed as (

    select
        location_id::integer as location_id,
        borough,
        zone as zone_name,
        service_zone
    from source

)

select * from renamed
