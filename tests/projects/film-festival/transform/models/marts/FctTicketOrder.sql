select
    o.OrderNo,
    o.FilmID,
    o.VenueID,
    o.OrderDate,
    o.PlacedAt,
    o.PaidAt,
    o.TixKind,
    o.PayType,
    o.BuyerCountry,
    o.TixQty,
    o.GrossAmt,
    o.FeeAmt,
    o.IsRefunded
from {{ ref('stg_boxoffice__order') }} as o
