with payment_types as (

    select
        payment_type_code::integer as payment_type_key,
        payment_type_name
    from {{ ref('payment_types') }}

),

-- Trips without a code, or with one that TLC does not define, need a row to point to.
unknown_member as (

    select
        -1 as payment_type_key,
        'Not recorded' as payment_type_name

)

select * from payment_types
union all
select * from unknown_member
