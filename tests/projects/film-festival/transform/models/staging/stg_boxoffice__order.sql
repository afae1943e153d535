select
    no as OrderNo,
    film as FilmID,
    venue as VenueID,
    placed::date as OrderDate,
    placed as PlacedAt,
    paid as PaidAt,
    kind as TixKind,
    pay as PayType,
    country as BuyerCountry,
    qty as TixQty,
    gross::decimal(12, 2) as GrossAmt,
    fee::decimal(12, 2) as FeeAmt,
    refunded = 'Y' as IsRefunded
from {{ source('boxoffice', 'order') }}
