select
    charge_id,
    appt_id,
    "order",
    svc_grp,
    case payer_cd
        when 'MCR' then 'Medicare'
        when 'MCD' then 'Medicaid'
        when 'COM' then 'Commercial'
        when 'SELF' then 'Self-pay'
    end as payer,
    amt_billed_usd::decimal(10, 2) as amt_billed_usd,
    amt_paid_usd::decimal(10, 2) as amt_paid_usd,
    {{ yn_flag('denied_flg') }} as denied_flg,
    paid_dt
from {{ source('emr', 'charges') }}
