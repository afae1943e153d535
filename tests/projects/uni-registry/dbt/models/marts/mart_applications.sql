select
    a.app_no,
    a.prog_cd,
    a.recd_on,
    a.decd_on,
    a.resp_on,
    a.route,
    a.origin,
    a.decision,
    a.ent_score,
    a.app_fee,
    a.is_mature
from {{ ref('stg_adm__application') }} as a
