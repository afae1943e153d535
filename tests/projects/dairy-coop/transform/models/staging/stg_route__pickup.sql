select
    no as pku_no,
    farm as farm_no,
    truck as truck_no,
    arrived::date as pku_day,
    arrived as arr_ts,
    departed as dep_ts,
    dock as dock_ts,
    kind as milk_kind,
    shift,
    case result when 1 then 'Accepted' when 2 then 'Blended' when 3 then 'Rejected' end as outcome,
    reason as rej_reason,
    litres::decimal(12, 2) as qty_l,
    temp::decimal(12, 2) as temp_c,
    seal = 'Y' as seal_ok
from {{ source('route', 'pickup') }}
