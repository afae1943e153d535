select
    p.pol_no,
    p.cust_no,
    p.start_dt,
    p.canc_dt,
    p.species,
    p.breed,
    p.pln,
    p.chan,
    p.mth_prem,
    p.cov_lim,
    p.pet_wt_kg,
    p.chip
from {{ ref('stg_core__policies') }} as p
