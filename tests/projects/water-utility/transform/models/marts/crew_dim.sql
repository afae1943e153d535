select
    code as crew_cd,
    name as crew_nm,
    foreman,
    yard,
    heads as hd_cnt,
    status
from {{ source('ops', 'crew') }}
