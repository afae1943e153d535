select
    code as prog_cd,
    name as prog_nm,
    faculty,
    level as lvl,
    places,
    lead,
    status
from {{ source('sis', 'programme') }}
