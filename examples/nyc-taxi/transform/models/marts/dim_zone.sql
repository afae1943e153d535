with zones as (

    select
        location_id as zone_key,
        zone_name,
        borough,
        service_zone
    from {{ ref('stg_zones') }}

),

-- Trips whose zone is missing, or not in TLC's list, need a row to point to.
unknown_member as (

    select
        -1 as zone_key,
        'Not recorded' as zone_name,
        'Not recorded' as borough,
        'Not recorded' as service_zone

)

select * from zones
union all
select * from unknown_member
