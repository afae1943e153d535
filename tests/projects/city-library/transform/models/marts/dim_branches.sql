select
    br_code,
    br_nm,
    br_size,
    flr_sqm,
    fte::decimal(5, 1) as staff_fte,
    sun = 'Y' as sun_open,
    opened_dt
from {{ source('lms', 'branch') }}
