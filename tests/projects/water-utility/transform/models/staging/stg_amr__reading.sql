select
    id as rd_id,
    premise as prem_id,
    read_on as rd_dt,
    how as rd_how,
    quality as rd_qual,
    used::decimal(12, 2) as use_m3,
    battery as batt_pc,
    backflow = 'Y' as backflow
from {{ source('amr', 'reading') }}
