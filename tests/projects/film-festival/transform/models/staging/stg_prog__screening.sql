select
    id as ScreeningID,
    film as FilmID,
    venue as VenueID,
    starts::date as ScrDate,
    doors as DoorsAt,
    starts as StartAt,
    ends as EndAt,
    slot as Slot,
    case status when 10 then 'Held' when 20 then 'Moved' when 90 then 'Cancelled' end as ScrStatus,
    offered as SeatsOffered,
    taken as SeatsTaken,
    walkouts as WalkOuts,
    qa = 'Y' as HasQA
from {{ source('prog', 'screening') }}
