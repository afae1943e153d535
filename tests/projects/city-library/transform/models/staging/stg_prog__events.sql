select
    ev_id,
    br_code,
    start_at::date as ev_dt,
    start_at,
    end_at,
    ev_typ,
    host_nm,
    seat_cnt,
    att_cnt,
    cost_amt::decimal(10, 2) as cost_amt,
    tkt_amt::decimal(10, 2) as tkt_amt,
    canc = 'Y' as is_canc
from {{ source('prog', 'event') }}
