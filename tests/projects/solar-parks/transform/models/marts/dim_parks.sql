select
    park_cd,
    site_name as park_name,
    region,
    grid_operator,
    owner_fund,
    mounting,
    peak_mwp as peak_MWp,
    battery = 'Y' as has_battery,
    cod as commissioned_on
from {{ source('scada', 'site') }}
