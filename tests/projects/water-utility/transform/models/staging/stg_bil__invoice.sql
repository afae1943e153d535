select
    no as bill_no,
    premise as prem_id,
    issued as iss_dt,
    due as due_dt,
    paid as pd_dt,
    state as bill_sts,
    water::decimal(12, 2) as water_kr,
    sewer::decimal(12, 2) as sewer_kr,
    standing::decimal(12, 2) as stand_kr,
    vat::decimal(12, 2) as vat_kr,
    e_bill
from {{ source('bil', 'invoice') }}
