select
    i.k_inv,
    i.k_acct,
    i.dt_issued,
    i.dt_due,
    i.dt_paid,
    i.cd_sts,
    i.cd_meth,
    i.cd_curr,
    i.amt_net,
    i.amt_tax,
    i.amt_disc,
    i.amt_paid,
    i.n_remind,
    i.flg_auto
from {{ ref('stg_bill__invoices') }} as i
