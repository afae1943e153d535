select
    id as k_acct,
    name as t_name,
    industry as cd_industry,
    country as cd_country,
    segment as cd_segment,
    manager as t_mgr,
    employees as n_empl,
    signup as dt_signup,
    reference = 'Y' as flg_ref
from {{ source('crm', 'account') }}
