select
    r.rd_id,
    r.prem_id,
    r.rd_dt,
    r.rd_how,
    r.rd_qual,
    r.use_m3,
    r.batt_pc,
    r.backflow
from {{ ref('stg_amr__reading') }} as r
