select
    c.line_id,
    c.res_no,
    c.hotel_code,
    r.guest_id,
    c.service_dt,
    c.department,
    c.qty,
    c.net_amt,
    c.tax_amt,
    c.tip_amt,
    c.pay_method,
    c.is_refunded
from {{ ref('stg_pos__check_lines') }} as c
inner join {{ ref('stg_pms__reservations') }} as r on c.res_no = r.res_no
