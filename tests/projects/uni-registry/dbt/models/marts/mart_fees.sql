select
    f.fee_id,
    f.stud_id,
    f.due_on,
    f.paid_on,
    f.pmt_sts,
    f.tuition_gbp,
    f.bursary_gbp,
    f.hall_gbp,
    f.late_gbp,
    f.by_inst
from {{ ref('stg_fin__fee') }} as f
