{{ config(materialized='ephemeral') }}
SELECT "KundenNr" AS KundenID, "Name" AS KundenName, Segment, aktiv FROM {{ source('ops', 'kunde') }}
