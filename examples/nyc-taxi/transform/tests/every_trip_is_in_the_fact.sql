-- A trip lost or doubled between the files and the fact changes every number of the report.
with loaded as (

    select
        source_file,
        count(*) as trips
    from {{ ref('stg_trips') }}
    group by source_file

),

kept as (

    select
        source_file,
        count(*) as trips
    from {{ ref('fct_trips') }}
    group by source_file

)

select
    loaded.trips as loaded_trips,
    kept.trips as kept_trips,
    coalesce(loaded.source_file, kept.source_file) as source_file
from loaded
full outer join kept
    on loaded.source_file = kept.source_file
where loaded.trips is distinct from kept.trips
