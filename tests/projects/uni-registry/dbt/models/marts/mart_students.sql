select
    id as stud_id,
    name as stud_nm,
    programme as prog_cd,
    status,
    year_no as yr_no,
    mode,
    region as home_rgn,
    enrolled as enr_on
from {{ source('sis', 'student') }}
