select
    inv_id,
    serial_no,
    mfr,
    model_cd,
    rated_kw as rated_kW,
    installed_on
from {{ source('scada', 'inverter') }}
