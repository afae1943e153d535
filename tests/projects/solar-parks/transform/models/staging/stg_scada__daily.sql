select
    row_id,
    park_cd,
    inv_id,
    day_dt,
    kwh::decimal(10, 1) as energy_kWh,
    kwh_export::decimal(10, 1) as export_kWh,
    kwh_curt::decimal(10, 1) as curt_kWh,
    kwh_exp::decimal(10, 1) as exp_kWh,
    irr as irradiation,
    mod_temp::decimal(4, 1) as mod_temp_c,
    first_ts as first_feed_ts,
    last_ts as last_feed_ts,
    down_min,
    rev::decimal(10, 2) as feedin_rev_eur,
    grid_fee::decimal(10, 2) as grid_fee_eur,
    case sky when 'C' then 'Clear' when 'O' then 'Overcast' when 'R' then 'Rain' when 'S' then 'Snow' end as weather,
    est = 'Y' as is_est
from {{ source('scada', 'daily') }}
