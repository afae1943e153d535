select
    s.k_sub,
    s.k_acct,
    s.dt_start,
    s.dt_end,
    s.cd_plan,
    s.cd_term,
    s.cd_churn,
    s.n_seats,
    s.n_used,
    s.amt_mrr,
    s.amt_setup,
    s.flg_trial
from {{ ref('stg_bill__subscriptions') }} as s
