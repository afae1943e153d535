select
    id as k_staff,
    name as t_staff,
    squad as cd_squad,
    site as cd_site,
    hours as n_hours
from {{ source('desk', 'staff') }}
