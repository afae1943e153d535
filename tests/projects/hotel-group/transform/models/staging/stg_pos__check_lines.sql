select
    line_id,
    res_no,
    hotel_code,
    service_dt,
    dept as department,
    qty,
    net_amt::decimal(10, 2) as net_amt,
    tax_amt::decimal(10, 2) as tax_amt,
    tip_amt::decimal(10, 2) as tip_amt,
    pay_method,
    refunded = 1 as is_refunded
from {{ source('pos', 'check_line') }}
