select
    id as co_id,
    premise as prem_id,
    crew as crew_cd,
    reported::date as rep_dt,
    reported as rep_ts,
    on_site as onsite_ts,
    fixed as fixed_ts,
    case fault when 'BM' then 'Burst Main' when 'DW' then 'Dirty Water' when 'LK' then 'Leak' when 'LP' then 'Low Pressure' end as fault_typ,
    prio,
    channel as via,
    lost_m3::decimal(12, 2) as loss_m3,
    cost::decimal(12, 2) as rep_kr,
    road = 'Y' as road_shut
from {{ source('ops', 'callout') }}
