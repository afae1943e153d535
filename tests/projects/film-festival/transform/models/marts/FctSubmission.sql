select
    su.SubmID,
    su.SentDate,
    su.DecidedDate,
    su.Category,
    su.Decision,
    su.Country,
    su.Reader,
    su.EntryFee,
    su.Score,
    su.FeeWaived
from {{ ref('stg_entry__submission') }} as su
