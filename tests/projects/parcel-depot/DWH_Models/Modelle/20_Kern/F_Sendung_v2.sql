-- Eine Sendung je Zeile, auch unterwegs befindliche
SELECT
	 s.SendungsNr
	,s.KundenID
	,s.DepotID
	,s.aufgegeben_am
	,s.zugestellt_am
	,s.BruttoGewicht_KG
	,s."Versand$Kosten"
	,(s.ExpressJN = 'J') AS istExpress
	,(s.RetGrund IS NOT NULL) AS istRetoure
	,COALESCE(g.Grund, CASE WHEN s.RetGrund IS NULL THEN 'keine Retoure' ELSE 'sonstiger Grund' END) AS RetourenGrund
FROM {{ ref('v_Sendung') }} s
LEFT JOIN {{ ref('Retouren_Grund') }} g ON g.Code = s.RetGrund
