select
    h.hd_id,
    h.card_no,
    h.br_code,
    h.req_dt,
    h.req_at,
    h.ready_at,
    h.pick_at,
    h.hd_sts,
    h.notif_by,
    h.que_pos,
    h.fee_amt,
    h.is_online
from {{ ref('stg_lms__holds') }} as h
