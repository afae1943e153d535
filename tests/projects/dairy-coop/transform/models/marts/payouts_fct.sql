select
    y.pay_id,
    y.farm_no,
    y.due_on,
    y.paid_on,
    y.pay_state,
    y.base_eur,
    y.bonus_eur,
    y.deduct_eur,
    y.haul_eur
from {{ ref('stg_pay__payout') }} as y
