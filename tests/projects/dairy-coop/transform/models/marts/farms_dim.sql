select
    no as farm_no,
    name as farm_nm,
    valley,
    breed,
    cows as herd_size,
    organic,
    since as member_since,
    status
from {{ source('reg', 'farm') }}
