select
    call_id,
    pol_no,
    rang_at::date as call_dt,
    rang_at,
    pickup_at,
    hangup_at,
    queue_nm,
    agent,
    wait_sec,
    talk_sec,
    csat,
    pickup_at is null as is_aband
from {{ source('phone', 'call') }}
