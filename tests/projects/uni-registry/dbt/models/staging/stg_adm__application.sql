select
    no as app_no,
    programme as prog_cd,
    received as recd_on,
    decided as decd_on,
    replied as resp_on,
    route,
    origin,
    case decision_cd when 1 then 'Offer' when 2 then 'Conditional' when 3 then 'Rejected' when 4 then 'Withdrawn' end as decision,
    score::decimal(12, 2) as ent_score,
    fee::decimal(12, 2) as app_fee,
    mature = 'Y' as is_mature
from {{ source('adm', 'application') }}
