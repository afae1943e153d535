select
    hotel_code,
    hotel_name,
    city,
    country,
    brand,
    stars,
    room_cnt,
    opened_on
from {{ source('pms', 'hotel') }}
