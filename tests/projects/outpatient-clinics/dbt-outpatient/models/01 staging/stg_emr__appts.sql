select
    appt_id,
    pat_id,
    clinic_cd,
    prov_id,
    booked_dt,
    appt_dt,
    arrived_dt,
    seen_dt,
    left_dt,
    visit_cd,
    {{ yn_flag('no_show_flg') }} as no_show_flg,
    {{ yn_flag('tele_flg') }} as tele_flg,
    canc_rsn_cd,
    dur_sched_min,
    pain_score
from {{ source('emr', 'appts') }}
