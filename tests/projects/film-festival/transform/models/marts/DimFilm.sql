select
    id as FilmID,
    title as Title,
    section as Section,
    country as Country,
    runtime as RuntimeMin,
    debut = 'Y' as IsDebut,
    premiere as PremType
from {{ source('prog', 'film') }}
