select
    prov_id::integer as prov_id,
    prov_nm,
    spec as specialty,
    fte_pct,
    {{ yn_flag('active_flg') }} as active_flg
from {{ source('emr', 'providers') }}
