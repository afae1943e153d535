select
    c.co_id,
    c.prem_id,
    c.crew_cd,
    c.rep_dt,
    c.rep_ts,
    c.onsite_ts,
    c.fixed_ts,
    c.fault_typ,
    c.prio,
    c.via,
    c.loss_m3,
    c.rep_kr,
    c.road_shut
from {{ ref('stg_ops__callout') }} as c
