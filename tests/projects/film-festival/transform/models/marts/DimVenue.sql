select
    id as VenueID,
    name as VenueName,
    district as District,
    halls as Halls,
    openair = 'Y' as IsOpenAir
from {{ source('prog', 'venue') }}
