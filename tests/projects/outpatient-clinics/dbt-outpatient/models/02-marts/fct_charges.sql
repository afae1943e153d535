select
    c.charge_id,
    c.appt_id,
    a.clinic_cd,
    a.prov_id,
    a.appt_dt::date as charge_date,
    c."order",
    c.svc_grp,
    c.payer,
    c.amt_billed_usd,
    c.amt_paid_usd,
    c.denied_flg,
    c.paid_dt
from {{ ref('stg_emr__charges') }} as c
inner join {{ ref('stg_emr__appts') }} as a on c.appt_id = a.appt_id
