select
    id as prem_id,
    street as addr,
    zone,
    usage as use_typ,
    pipe as pipe_mat,
    persons as resid,
    meter_mm as mtr_mm,
    connected as conn_dt,
    status
from {{ source('reg', 'premise') }}
