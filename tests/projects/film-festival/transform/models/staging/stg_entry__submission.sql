select
    id as SubmID,
    sent as SentDate,
    decided as DecidedDate,
    cat as Category,
    decision as Decision,
    country as Country,
    reader as Reader,
    fee::decimal(12, 2) as EntryFee,
    score::decimal(12, 2) as Score,
    waived as FeeWaived
from {{ source('entry', 'submission') }}
