select
    id as ln_id,
    card_no,
    br_code,
    out_at::date as out_dt,
    out_at,
    due_dt,
    back_at,
    media_typ,
    subj,
    case st when 'L' then 'Lost' when 'O' then 'On Loan' when 'R' then 'Returned' when 'W' then 'Written Off' end as ln_sts,
    out_via,
    ren_cnt,
    fine_amt::decimal(10, 2) as fine_amt,
    fine_pd::decimal(10, 2) as fine_pd,
    repl_amt::decimal(10, 2) as repl_amt,
    ovd = 'Y' as is_ovd,
    ill = 'Y' as is_ill
from {{ source('lms', 'loan') }}
