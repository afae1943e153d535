SELECT KundenID, KundenName, Segment
FROM {{ ref('v_Kunde') }}
