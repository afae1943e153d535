SELECT "DEPOT-ID" AS DepotID, Bezeichnung AS DepotName, Region
FROM {{ source('ops', 'depot') }}
