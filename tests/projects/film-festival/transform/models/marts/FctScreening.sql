select
    sc.ScreeningID,
    sc.FilmID,
    sc.VenueID,
    sc.ScrDate,
    sc.DoorsAt,
    sc.StartAt,
    sc.EndAt,
    sc.Slot,
    sc.ScrStatus,
    sc.SeatsOffered,
    sc.SeatsTaken,
    sc.WalkOuts,
    sc.HasQA
from {{ ref('stg_prog__screening') }} as sc
