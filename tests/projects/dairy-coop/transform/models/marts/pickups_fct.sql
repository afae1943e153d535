select
    p.pku_no,
    p.farm_no,
    p.truck_no,
    p.pku_day,
    p.arr_ts,
    p.dep_ts,
    p.dock_ts,
    p.milk_kind,
    p.shift,
    p.outcome,
    p.rej_reason,
    p.qty_l,
    p.temp_c,
    p.seal_ok
from {{ ref('stg_route__pickup') }} as p
