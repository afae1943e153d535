select
    hd_id,
    card_no,
    br_code,
    req_at::date as req_dt,
    req_at,
    ready_at,
    pick_at,
    hd_sts,
    notif_by,
    que_pos,
    fee_amt::decimal(10, 2) as fee_amt,
    web = 'Y' as is_online
from {{ source('lms', 'hold') }}
