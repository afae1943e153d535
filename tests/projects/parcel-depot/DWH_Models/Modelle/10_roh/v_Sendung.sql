SELECT
	 "Sendungs-Nr" AS SendungsNr
	,"KundenNr" AS KundenID
	,"DEPOT-ID" AS DepotID
	,aufgegeben_am
	,zugestellt_am
	,CAST(BruttoGewicht_KG AS DECIMAL(10,3)) AS BruttoGewicht_KG
	,CAST("Versand$Kosten" AS DECIMAL(10,2)) AS "Versand$Kosten"
	,ExpressJN
	,RetGrund
FROM {{ source('ops', 'sendung') }}
