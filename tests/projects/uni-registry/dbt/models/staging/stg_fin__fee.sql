select
    id as fee_id,
    student as stud_id,
    due as due_on,
    paid as paid_on,
    state as pmt_sts,
    tuition::decimal(12, 2) as tuition_gbp,
    bursary::decimal(12, 2) as bursary_gbp,
    hall::decimal(12, 2) as hall_gbp,
    late::decimal(12, 2) as late_gbp,
    instalments = 'Y' as by_inst
from {{ source('fin', 'fee') }}
