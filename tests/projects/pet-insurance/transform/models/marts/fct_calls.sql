select
    c.call_id,
    c.pol_no,
    c.call_dt,
    c.rang_at,
    c.pickup_at,
    c.hangup_at,
    c.queue_nm,
    c.agent,
    c.wait_sec,
    c.talk_sec,
    c.csat,
    c.is_aband
from {{ ref('stg_phone__calls') }} as c
