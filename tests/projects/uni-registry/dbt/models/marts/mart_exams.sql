select
    e.sit_id,
    e.stud_id,
    e.mod_cd,
    e.sat_on,
    e.start_ts,
    e.sub_ts,
    e.mark_ts,
    e.venue,
    e.attempt,
    e.result,
    e.mark_pct,
    e.extra_tm
from {{ ref('stg_exm__sitting') }} as e
