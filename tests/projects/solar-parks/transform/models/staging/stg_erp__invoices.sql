select
    inv_no,
    park_cd,
    issued_on,
    due_on,
    paid_on,
    offtaker,
    contract as contract_type,
    mwh::decimal(10, 2) as MWh_billed,
    net_eur::decimal(12, 2) as net_eur,
    vat_eur::decimal(12, 2) as vat_eur,
    disc_eur::decimal(12, 2) as disc_eur,
    reminders as reminder_cnt,
    disputed = 'Y' as is_disputed
from {{ source('erp', 'invoice') }}
