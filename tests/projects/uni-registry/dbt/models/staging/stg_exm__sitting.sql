select
    id as sit_id,
    student as stud_id,
    module as mod_cd,
    started::date as sat_on,
    started as start_ts,
    submitted as sub_ts,
    marked as mark_ts,
    room as venue,
    attempt,
    case outcome when 'P' then 'Pass' when 'F' then 'Fail' when 'V' then 'Void' end as result,
    mark::decimal(12, 2) as mark_pct,
    extra as extra_tm
from {{ source('exm', 'sitting') }}
