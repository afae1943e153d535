select
    id as k_sub,
    acct as k_acct,
    started as dt_start,
    ended as dt_end,
    plan as cd_plan,
    term as cd_term,
    churn as cd_churn,
    seats as n_seats,
    seats_used as n_used,
    mrr::decimal(12, 2) as amt_mrr,
    setup::decimal(12, 2) as amt_setup,
    trial = 'Y' as flg_trial
from {{ source('bill', 'subscription') }}
