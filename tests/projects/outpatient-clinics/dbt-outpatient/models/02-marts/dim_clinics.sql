select
    clinic_cd,
    clinic_nm,
    city,
    "group",
    rooms_cnt
from {{ source('emr', 'clinics') }}
