{{ config(materialized='incremental', unique_key='appt_id', on_schema_change='append_new_columns') }}

select
    a.appt_id,
    a.pat_id,
    a.clinic_cd,
    a.prov_id,
    a.appt_dt::date as appt_date,
    a.booked_dt,
    a.appt_dt,
    a.arrived_dt,
    a.seen_dt,
    a.left_dt,
    v.visit_type,
    a.no_show_flg,
    a.tele_flg,
    a.canc_rsn_cd,
    a.dur_sched_min,
    a.pain_score
from {{ ref('stg_emr__appts') }} as a
left join {{ ref('visit_types') }} as v on a.visit_cd = v.visit_cd
{% if is_incremental() %}
    where a.appt_dt >= (select max(appt_dt) - interval 14 day from {{ this }})
{% endif %}
