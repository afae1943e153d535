select
    id as pay_id,
    farm as farm_no,
    due as due_on,
    paid as paid_on,
    state as pay_state,
    base::decimal(12, 2) as base_eur,
    bonus::decimal(12, 2) as bonus_eur,
    deduct::decimal(12, 2) as deduct_eur,
    haulage::decimal(12, 2) as haul_eur
from {{ source('pay', 'payout') }}
