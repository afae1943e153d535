select
    guest_id,
    nationality,
    segment,
    loyalty_tier,
    newsletter = 1 as has_newsletter
from {{ source('pms', 'guest') }}
