select
    no as truck_no,
    plate,
    driver,
    capacity as tank_l,
    depot,
    status
from {{ source('route', 'truck') }}
