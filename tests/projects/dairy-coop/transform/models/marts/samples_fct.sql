select
    s.smp_id,
    s.farm_no,
    s.smp_day,
    s.recd_ts,
    s.rslt_ts,
    s.lab,
    s.grade,
    s.fat_pc,
    s.prot_pc,
    s.scc_k,
    s.is_retest
from {{ ref('stg_lab__sample') }} as s
