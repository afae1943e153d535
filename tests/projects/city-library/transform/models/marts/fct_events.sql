select
    e.ev_id,
    e.br_code,
    e.ev_dt,
    e.start_at,
    e.end_at,
    e.ev_typ,
    e.host_nm,
    e.seat_cnt,
    e.att_cnt,
    e.cost_amt,
    e.tkt_amt,
    e.is_canc
from {{ ref('stg_prog__events') }} as e
