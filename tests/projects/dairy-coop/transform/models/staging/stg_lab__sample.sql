select
    id as smp_id,
    farm as farm_no,
    taken as smp_day,
    received as recd_ts,
    reported as rslt_ts,
    lab,
    grade,
    fat::decimal(12, 2) as fat_pc,
    protein::decimal(12, 2) as prot_pc,
    scc as scc_k,
    again = 'Y' as is_retest
from {{ source('lab', 'sample') }}
