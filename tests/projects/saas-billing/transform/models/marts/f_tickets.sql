select
    t.k_tkt,
    t.k_acct,
    t.k_staff,
    t.dt_open,
    t.ts_open,
    t.ts_first,
    t.ts_solved,
    t.cd_prio,
    t.cd_chan,
    t.cd_topic,
    t.cd_state,
    t.n_msg,
    t.n_min,
    t.n_stars,
    t.flg_escal,
    t.flg_breach
from {{ ref('stg_desk__tickets') }} as t
