select
    res_no,
    hotel_code,
    guest_id,
    case room_type
        when 'STD' then 'Standard'
        when 'DLX' then 'Deluxe'
        when 'STE' then 'Suite'
        when 'FAM' then 'Family'
    end as room_type,
    channel,
    rate_plan,
    booked_at,
    arr_dt,
    dep_dt,
    checkin_ts,
    checkout_ts,
    case status when 'X' then 'Cancelled' when 'N' then 'No-show' when 'S' then 'Stayed' end as status,
    nights,
    adults,
    children,
    room_rev::decimal(10, 2) as room_rev,
    commission::decimal(10, 2) as commission_amt,
    bf_incl = 1 as bf_incl,
    review_score
from {{ source('pms', 'reservation') }}
