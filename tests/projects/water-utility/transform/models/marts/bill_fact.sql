select
    b.bill_no,
    b.prem_id,
    b.iss_dt,
    b.due_dt,
    b.pd_dt,
    b.bill_sts,
    b.water_kr,
    b.sewer_kr,
    b.stand_kr,
    b.vat_kr,
    b.e_bill
from {{ ref('stg_bil__invoice') }} as b
