select
    card_no,
    join_dt,
    mbr_typ,
    card_sts,
    distr,
    birth_yr,
    ann_fee::decimal(10, 2) as ann_fee,
    nl = 'Y' as is_nl
from {{ source('lms', 'member') }}
