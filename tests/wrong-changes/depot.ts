import type { Change } from "./change.ts";

const RAW_PARCELS = "DWH_Models/Modelle/10_roh/v_Sendung.sql";
const RAW_CUSTOMERS = "DWH_Models/Modelle/10_roh/v_Kunde.sql";
const FACT = "DWH_Models/Modelle/20_Kern/F_Sendung_v2.sql";
const CUSTOMERS = "DWH_Models/Modelle/20_Kern/d_Kunde.sql";
const DEPOTS = "DWH_Models/Modelle/20_Kern/d_Depot.sql";
const YAML = "DWH_Models/Modelle/20_Kern/kern.yml";
const SOURCES = "DWH_Models/Modelle/quellen.yaml";
const SEED = "DWH_Models/Stammdaten/Retouren_Grund.csv";
const DBT_PROJECT = "DWH_Models/dbt_project.yml";
const MODEL = "BI/Depot Übersicht.SemanticModel/definition";
const PARCEL_TABLE = `${MODEL}/tables/Sendungs Daten.tmdl`;
const CUSTOMER_TABLE = `${MODEL}/tables/Kunde (akt.).tmdl`;
const DEPOT_TABLE = `${MODEL}/tables/Depot's.tmdl`;
const PAGE = "BI/Depot Übersicht.Report/definition/pages/0a19a1e99e647eed8e76";

const harmful: readonly Change[] = [
  {
    name: "parcels of a customer that there is not yet left out",
    edits: [
      {
        file: FACT,
        replace: "ON g.Code = s.RetGrund",
        by: "ON g.Code = s.RetGrund\nWHERE s.KundenID <> 'K-99999'",
      },
    ],
    stoppedFor: ["model.logic-changed"],
  },
  {
    name: "a join that keeps returned parcels alone",
    edits: [{ file: FACT, replace: "LEFT JOIN", by: "JOIN" }],
    stoppedFor: ["rows.changed"],
  },
  {
    name: "parcels under way left out",
    edits: [
      { file: FACT, replace: "g.Code = s.RetGrund", by: "g.Code = s.RetGrund\nWHERE s.zugestellt_am IS NOT NULL" },
    ],
    stoppedFor: ["rows.changed"],
  },
  {
    name: "a second reason under a code that is taken",
    edits: [{ file: SEED, replace: "G2,Beschädigt\n", by: "G2,Beschädigt\nG2,Durchnässt\n" }],
    stoppedFor: ["dbt.test-failed", "measure.shown-otherwise"],
  },
  {
    name: "only active customers, by way of an ephemeral model",
    edits: [
      { file: RAW_CUSTOMERS, replace: "{{ source('ops', 'kunde') }}", by: "{{ source('ops', 'kunde') }} WHERE aktiv" },
    ],
    stoppedFor: ["dbt.test-failed"],
  },
  {
    name: "an express flag that compares with the wrong case",
    edits: [{ file: FACT, replace: "s.ExpressJN = 'J'", by: "s.ExpressJN = 'j'" }],
    stoppedFor: ["values.changed"],
  },
  {
    name: "returns for a reason that is not listed no longer count as returns",
    edits: [
      { file: FACT, replace: "(s.RetGrund IS NOT NULL) AS istRetoure", by: "(g.Code IS NOT NULL) AS istRetoure" },
    ],
    stoppedFor: ["values.changed"],
  },
  {
    name: "the two labels of a branch exchanged",
    edits: [
      {
        file: FACT,
        replace: "THEN 'keine Retoure' ELSE 'sonstiger Grund'",
        by: "THEN 'sonstiger Grund' ELSE 'keine Retoure'",
      },
    ],
    stoppedFor: ["values.changed"],
  },
  {
    name: "weights rounded to one decimal under the same type",
    edits: [
      {
        file: RAW_PARCELS,
        replace: "CAST(BruttoGewicht_KG AS DECIMAL(10,3))",
        by: "CAST(ROUND(BruttoGewicht_KG, 1) AS DECIMAL(10,3))",
      },
    ],
    stoppedFor: ["values.changed"],
  },
  {
    name: "costs without tax",
    edits: [
      {
        file: RAW_PARCELS,
        replace: `CAST("Versand$Kosten" AS DECIMAL(10,2))`,
        by: `CAST("Versand$Kosten" / 1.19 AS DECIMAL(10,2))`,
      },
    ],
    stoppedFor: ["values.changed"],
  },
  {
    name: "parcels under way that seem delivered at once",
    edits: [
      {
        file: FACT,
        replace: "	,s.zugestellt_am\n",
        by: "	,COALESCE(s.zugestellt_am, s.aufgegeben_am) AS zugestellt_am\n",
      },
    ],
    stoppedFor: ["values.changed"],
  },
  {
    name: "two timestamps exchanged",
    edits: [
      {
        file: FACT,
        replace: "	,s.aufgegeben_am\n	,s.zugestellt_am\n",
        by: "	,s.zugestellt_am AS aufgegeben_am\n	,s.aufgegeben_am AS zugestellt_am\n",
      },
    ],
    stoppedFor: ["values.changed"],
  },
  {
    name: "a summer hour added to every hand-over",
    edits: [
      { file: RAW_PARCELS, replace: "	,aufgegeben_am\n", by: "	,aufgegeben_am + INTERVAL 1 HOUR AS aufgegeben_am\n" },
    ],
    stoppedFor: ["values.changed"],
  },
  {
    name: "a seed without its umlaut",
    edits: [{ file: SEED, replace: "Beschädigt", by: "Beschaedigt" }],
    stoppedFor: ["values.changed"],
  },
  {
    name: "a blank behind a seed's code",
    edits: [{ file: SEED, replace: "G1,", by: "G1 ," }],
    stoppedFor: ["rows.changed", "values.changed"],
  },
  {
    name: "a region spelt otherwise, its test with it, and a measure's filter not",
    edits: [
      { file: DEPOTS, replace: "DepotName, Region\n", by: "DepotName, REPLACE(Region, 'ü', 'ue') AS Region\n" },
      { file: YAML, replace: "[Nord, Ost, Süd, West]", by: "[Nord, Ost, Sued, West]" },
    ],
    stoppedFor: ["values.changed", "test.gone"],
  },
  {
    name: "a dimension made ephemeral that the semantic model reads",
    edits: [
      { file: CUSTOMERS, replace: "SELECT KundenID", by: "{{ config(materialized='ephemeral') }}\nSELECT KundenID" },
    ],
    stoppedFor: ["model.gone"],
  },
  {
    name: "a dimension under an alias",
    edits: [{ file: CUSTOMERS, replace: "SELECT KundenID", by: "{{ config(alias='d_Kunde_neu') }}\nSELECT KundenID" }],
    stoppedFor: ["model.moved"],
  },
  {
    name: "a column in another case, which Power BI tells apart",
    edits: [{ file: CUSTOMERS, replace: "KundenName", by: "KundenName AS Kundenname" }],
    stoppedFor: ["column.gone"],
  },
  {
    name: "a column that no visual shows dropped from a dimension",
    edits: [{ file: CUSTOMERS, replace: "KundenID, KundenName, Segment", by: "KundenID, Segment" }],
    stoppedFor: ["column.gone"],
  },
  {
    name: "a profile that writes into another schema",
    edits: [{ file: "DWH_Models/profiles.yml", replace: "schema: DWH", by: "schema: DWH_TEST" }],
    stoppedFor: ["model.source-table-missing", "measure.shown-otherwise", "model.moved", "model.changed"],
  },
  {
    name: "a relationship no longer tested",
    edits: [
      {
        file: YAML,
        replace: "    data_tests:\n    - relationships:\n        arguments: {to: ref('d_Kunde'), field: KundenID}\n",
        by: "",
      },
    ],
    stoppedFor: ["test.gone"],
  },
  {
    name: "regions widened",
    edits: [{ file: YAML, replace: "[Nord, Ost, Süd, West]", by: "[Nord, Ost, Süd, West, Unbekannt]" }],
    stoppedFor: ["test.changed"],
  },
  {
    name: "a test that tolerates a hundred failures",
    edits: [
      {
        file: YAML,
        replace: "data_tests: [unique, not_null]}",
        by: "data_tests: [{unique: {config: {error_if: '>100', warn_if: '>100'}}}, not_null]}",
      },
    ],
    stoppedFor: ["test.weaker"],
  },
  {
    name: "a test disabled by its own settings",
    edits: [
      {
        file: YAML,
        replace: "- name: DepotID\n    data_tests: [unique, not_null]",
        by: "- name: DepotID\n    data_tests: [{unique: {config: {enabled: false}}}, not_null]",
      },
    ],
    stoppedFor: ["test.gone"],
  },
  {
    name: "a contract turned off by deleting a line",
    edits: [{ file: YAML, replace: "  config:\n    contract: {enforced: true}\n", by: "" }],
    stoppedFor: ["contract.loosened"],
  },
  {
    name: "a macro of the adapter that keeps three thousand rows of every table",
    edits: [
      {
        file: "DWH_Models/macros/anlegen.sql",
        text: "{% macro duckdb__create_table_as(temporary, relation, compiled_code, language='sql') -%}\n  create {% if temporary %}temporary {% endif %}table {{ relation.include(database=(not temporary), schema=(not temporary)) }}\n  as (select * from ({{ compiled_code }}) limit 3000);\n{%- endmacro %}\n",
      },
    ],
    stoppedFor: ["macro.overrides"],
  },
  {
    name: "a hook that writes into the landing tables",
    edits: [
      {
        file: FACT,
        replace: "-- Eine Sendung je Zeile",
        by: `{{ config(pre_hook='update "LANDING"."SENDUNG_ROH" set "ExpressJN" = \\'N\\'') }}\n-- Eine Sendung je Zeile`,
      },
    ],
    stoppedFor: ["values.changed"],
  },
  {
    name: "the core made views",
    edits: [{ file: DBT_PROJECT, replace: "+materialized: table", by: "+materialized: view" }],
    stoppedFor: ["model.building-changed", "model.source-table-missing"],
  },
  {
    name: "a source whose identifier hides a filter",
    edits: [
      {
        file: SOURCES,
        replace: "identifier: SENDUNG_ROH",
        by: `identifier: "(select * from LANDING.SENDUNG_ROH where ExpressJN = 'N')"`,
      },
    ],
    stoppedFor: ["source.moved"],
  },
  {
    name: "returns counted the other way round",
    edits: [
      {
        file: PARCEL_TABLE,
        replace: "'Sendungs Daten'[Retoure?] = TRUE ()",
        by: "'Sendungs Daten'[Retoure?] = FALSE ()",
      },
    ],
    stoppedFor: ["measure.shown-otherwise"],
  },
  {
    name: "an average weight of express parcels only",
    edits: [
      {
        file: PARCEL_TABLE,
        replace: "VAR n  = [Sendungen gesamt] // auch Retouren",
        by: "VAR n  = CALCULATE([Sendungen gesamt], 'Sendungs Daten'[istExpress] = FALSE ()) // auch Retouren",
      },
    ],
    stoppedFor: ["measure.shown-otherwise"],
  },
  {
    name: "a measure's filter that matches nothing",
    edits: [{ file: PARCEL_TABLE, replace: `= "Süd"`, by: `= "Sued"` }],
    stoppedFor: ["measure.shown-otherwise"],
  },
  {
    name: "a rate shown per mille under its old sign",
    edits: [
      { file: PARCEL_TABLE, replace: "formatString: 0.0 %;-0.0 %;0.0 %", by: "formatString: 0.0 ‰;-0.0 ‰;0.0 ‰" },
    ],
    stoppedFor: ["model.shown-otherwise"],
  },
  {
    name: "a flag whose format says no for yes",
    edits: [{ file: PARCEL_TABLE, replace: `"""JA"";""JA"";""NEIN"""`, by: `"""NEIN"";""NEIN"";""JA"""` }],
    stoppedFor: ["model.shown-otherwise"],
  },
  {
    name: "costs shown in another currency",
    edits: [
      {
        file: PARCEL_TABLE,
        replace: "[Versand$Kosten] )\n		formatString: #,0.00 €",
        by: "[Versand$Kosten] )\n		formatString: #,0.00 \\$",
      },
    ],
    stoppedFor: ["model.shown-otherwise"],
  },
  {
    name: "private customers alone in the semantic model's query",
    edits: [{ file: CUSTOMER_TABLE, replace: `""d_Kunde""")`, by: `""d_Kunde"" where Segment = 'Privat'")` }],
    stoppedFor: ["model.changed"],
  },
  {
    name: "the customers' relationship by the wrong key",
    edits: [
      {
        file: `${MODEL}/relationships.tmdl`,
        replace: "	fromColumn: 'Sendungs Daten'.KundenID",
        by: "	fromColumn: 'Sendungs Daten'.'Depot #'",
      },
    ],
    stoppedFor: ["model.changed"],
  },
  {
    name: "a region by the depot's name, in the file with CRLF",
    edits: [{ file: DEPOT_TABLE, replace: "sourceColumn: Region", by: "sourceColumn: DepotName" }],
    stoppedFor: ["model.changed"],
  },
  {
    name: "a model of another culture",
    edits: [{ file: `${MODEL}/model.tmdl`, replace: "	culture: de-DE", by: "	culture: en-US" }],
    stoppedFor: ["model.shown-otherwise"],
  },
  {
    name: "a card of the rate where the number was",
    edits: [
      {
        file: `${PAGE}/visuals/c2995ba9468bbeef28e4/visual.json`,
        replace: `"Property": "# Retouren"`,
        by: `"Property": "Retourenquote %"`,
      },
    ],
    stoppedFor: ["visual.changed"],
  },
  {
    name: "a report bound to a model that is not there",
    edits: [
      {
        file: "BI/Depot Übersicht.Report/definition.pbir",
        replace: `"../Depot Übersicht.SemanticModel"`,
        by: `"../Depot Test.SemanticModel"`,
      },
    ],
    stoppedFor: ["report.changed"],
  },
  {
    name: "sums that the report may make of any number again",
    edits: [{ file: `${MODEL}/model.tmdl`, replace: "	discourageImplicitMeasures\n", by: "" }],
    stoppedFor: ["model.changed"],
  },
  {
    name: "costs of the south that are those of the whole country, with the measure's name left",
    edits: [
      {
        file: PARCEL_TABLE,
        replace: `CALCULATE([Versandkosten €], 'Depot''s'[Region] = "Süd")`,
        by: `CALCULATE([Versandkosten €], ALL('Depot''s'))`,
      },
    ],
    stoppedFor: ["measure.shown-otherwise"],
  },
];

const harmless: readonly Change[] = [
  {
    name: "a comment with umlauts",
    edits: [
      { file: FACT, replace: "auch unterwegs befindliche", by: "auch unterwegs befindliche und zurückgeschickte" },
    ],
  },
  {
    name: "a description in the YAML",
    edits: [
      {
        file: YAML,
        replace: "description: Gewicht mit Verpackung",
        by: "description: 'Gewicht mit Verpackung, in kg'",
      },
    ],
  },
  {
    name: "a description in the file with CRLF",
    edits: [
      {
        file: DEPOT_TABLE,
        replace: "/// Depots und ihre Regionen",
        by: "/// Depots und die Regionen, in denen sie liegen",
      },
    ],
  },
  {
    name: "a CTE around the parcels",
    edits: [
      {
        file: FACT,
        replace: "SELECT\n	 s.SendungsNr",
        by: "WITH sendungen AS (\n	SELECT * FROM {{ ref('v_Sendung') }}\n)\nSELECT\n	 s.SendungsNr",
      },
      { file: FACT, replace: "FROM {{ ref('v_Sendung') }} s", by: "FROM sendungen AS s" },
    ],
  },
  {
    name: "aliases renamed and the join's sides exchanged",
    edits: [
      { file: FACT, replace: "COALESCE(g.Grund,", by: "COALESCE(gruende.Grund," },
      { file: FACT, replace: "}} g ON g.Code = s.RetGrund", by: "}} AS gruende ON s.RetGrund = gruende.Code" },
    ],
  },
  {
    name: "a query in small letters on several lines",
    edits: [
      {
        file: DEPOTS,
        replace: `SELECT "DEPOT-ID" AS DepotID, Bezeichnung AS DepotName, Region\nFROM`,
        by: `select\n    "DEPOT-ID" as DepotID,\n    Bezeichnung as DepotName,\n    Region\nfrom`,
      },
    ],
  },
  {
    name: "models of the YAML in another order, and one more test",
    edits: [
      {
        file: YAML,
        replace: "- name: d_Kunde\n  columns:\n  - name: KundenID\n    data_tests: [unique, not_null]\n",
        by: "",
      },
      {
        file: YAML,
        replace: "        arguments: {values: [Nord, Ost, Süd, West]}\n",
        by: "        arguments: {values: [Nord, Ost, Süd, West]}\n    - not_null\n- name: d_Kunde\n  columns:\n  - name: KundenID\n    data_tests: [unique, not_null]\n",
      },
    ],
  },
  {
    name: "a formula whose variables are renamed",
    edits: [
      { file: PARCEL_TABLE, replace: "VAR kg = ", by: "VAR Gewicht = " },
      { file: PARCEL_TABLE, replace: "DIVIDE ( kg, n )", by: "DIVIDE ( Gewicht, n )" },
    ],
  },
  {
    name: "a file of explanations",
    edits: [{ file: "README.md", text: "# Depot\n\nSendungen, Kunden und Depots.\n" }],
  },
];

/** Changes of the depot. */
export const depotChanges: readonly Change[] = [...harmful, ...harmless];
