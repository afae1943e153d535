select
    id as k_tkt,
    acct as k_acct,
    assignee as k_staff,
    opened::date as dt_open,
    opened as ts_open,
    first_resp as ts_first,
    solved as ts_solved,
    prio as cd_prio,
    channel as cd_chan,
    topic as cd_topic,
    state as cd_state,
    messages as n_msg,
    minutes as n_min,
    stars as n_stars,
    escalated = 'Y' as flg_escal,
    breach = 'Y' as flg_breach
from {{ source('desk', 'ticket') }}
