select
    i.inv_no,
    i.park_cd,
    i.issued_on,
    i.due_on,
    i.paid_on,
    i.offtaker,
    i.contract_type,
    i.MWh_billed,
    i.net_eur,
    i.vat_eur,
    i.disc_eur,
    i.reminder_cnt,
    i.is_disputed
from {{ ref('stg_erp__invoices') }} as i
