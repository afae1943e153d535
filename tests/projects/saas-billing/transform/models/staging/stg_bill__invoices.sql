select
    inv_no as k_inv,
    acct as k_acct,
    issued as dt_issued,
    due as dt_due,
    paid as dt_paid,
    case status when 0 then 'Draft' when 1 then 'Open' when 2 then 'Overdue' when 3 then 'Paid' when 9 then 'Written Off' end as cd_sts,
    method as cd_meth,
    currency as cd_curr,
    net::decimal(12, 2) as amt_net,
    tax::decimal(12, 2) as amt_tax,
    discount::decimal(12, 2) as amt_disc,
    paid_amt::decimal(12, 2) as amt_paid,
    reminders as n_remind,
    auto = 'Y' as flg_auto
from {{ source('bill', 'invoice') }}
