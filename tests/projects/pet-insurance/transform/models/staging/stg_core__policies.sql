select
    pol_no,
    cust_no,
    start_dt,
    canc_dt,
    species,
    breed,
    pln,
    chan,
    mth_prem::decimal(10, 2) as mth_prem,
    cov_lim::decimal(10, 2) as cov_lim,
    weight::decimal(5, 1) as pet_wt_kg,
    chip_no is not null as chip
from {{ source('core', 'policy') }}
