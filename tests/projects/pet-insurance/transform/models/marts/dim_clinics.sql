select
    clinic_id,
    clinic_nm,
    region,
    chain_nm,
    vets_cnt,
    allday = 'Y' as open_24h,
    partner_dt
from {{ source('core', 'clinic') }}
