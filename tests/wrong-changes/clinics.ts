import type { Change } from "./change.ts";

const DBT = "dbt-outpatient";
const STAGED_APPTS = `${DBT}/models/01 staging/stg_emr__appts.sql`;
const STAGED_CHARGES = `${DBT}/models/01 staging/stg_emr__charges.sql`;
const STAGED_YAML = `${DBT}/models/01 staging/_emr.yml`;
const APPTS = `${DBT}/models/02-marts/fct_appts.sql`;
const CHARGES = `${DBT}/models/02-marts/fct_charges.sql`;
const CLINICS = `${DBT}/models/02-marts/dim_clinics.sql`;
const PROVIDERS = `${DBT}/models/02-marts/dim_providers.sql`;
const DATES = `${DBT}/models/02-marts/dim_dates.sql`;
const MARTS = `${DBT}/models/02-marts/_marts.yml`;
const FLAG = `${DBT}/macros/yn_flag.sql`;
const SEED = `${DBT}/ref-data/visit_types.csv`;
const HISTORY = `${DBT}/snapshots/provider_history.yml`;
const MODEL = "Power BI/Outpatient Ops.SemanticModel/definition";
const APPT_TABLE = `${MODEL}/tables/Appointments.tmdl`;
const CHARGE_TABLE = `${MODEL}/tables/Charges.tmdl`;
const RELATIONSHIPS = `${MODEL}/relationships.tmdl`;
const PAGES = "Power BI/Outpatient Ops.Report/definition/pages";

const harmful: readonly Change[] = [
  {
    name: "a history that looks at one column",
    edits: [{ file: HISTORY, replace: "check_cols: [specialty, fte_pct, active_flg]", by: "check_cols: [specialty]" }],
    stoppedFor: ["model.building-changed"],
  },
  {
    name: "a history by another key",
    edits: [{ file: HISTORY, replace: "unique_key: prov_id", by: "unique_key: prov_nm" }],
    stoppedFor: ["model.building-changed"],
  },
  {
    name: "a history that begins anew in another schema",
    edits: [{ file: HISTORY, replace: "schema: history", by: "schema: hist" }],
    stoppedFor: ["values.changed", "model.moved"],
  },
  { name: "a history removed", edits: [{ file: HISTORY, gone: true }], stoppedFor: ["model.gone"] },
  {
    name: "an incremental run without its fourteen days of looking back",
    edits: [{ file: APPTS, replace: "max(appt_dt) - interval 14 day", by: "max(appt_dt)" }],
    stoppedFor: ["incremental.differs"],
  },
  {
    name: "an incremental run that looks at the booking",
    edits: [
      {
        file: APPTS,
        replace: "where a.appt_dt >= (select max(appt_dt) -",
        by: "where a.booked_dt >= (select max(booked_dt) -",
      },
    ],
    stoppedFor: ["incremental.differs"],
  },
  {
    name: "an incremental fact without its key",
    edits: [{ file: APPTS, replace: "unique_key='appt_id', ", by: "" }],
    stoppedFor: ["dbt.test-failed", "model.building-changed"],
  },
  {
    name: "an incremental key that a patient's appointments share",
    edits: [{ file: APPTS, replace: "unique_key='appt_id'", by: "unique_key='pat_id'" }],
    stoppedFor: ["incremental.differs", "model.building-changed"],
  },
  {
    name: "a built-in asked by every incremental model that always says no",
    edits: [
      {
        file: `${DBT}/macros/is_incremental.sql`,
        text: "{% macro is_incremental() %}{{ return(false) }}{% endmacro %}\n",
      },
    ],
    stoppedFor: ["macro.overrides"],
  },
  {
    name: "a test of relationships of its own that finds nothing",
    edits: [
      {
        file: `${DBT}/macros/tests.sql`,
        text: "{% macro default__test_relationships(model, column_name, to, field) %}\nselect 1 as found where 1 = 0\n{% endmacro %}\n",
      },
    ],
    stoppedFor: ["macro.overrides"],
  },
  {
    name: "cancelled appointments left out upstream of an incremental fact",
    edits: [
      {
        file: STAGED_APPTS,
        replace: "from {{ source('emr', 'appts') }}",
        by: "from {{ source('emr', 'appts') }}\nwhere canc_rsn_cd is null",
      },
    ],
    stoppedFor: ["rows.changed"],
  },
  {
    name: "flags read the wrong way round by the macro",
    edits: [
      { file: FLAG, replace: "when 'Y' then true when 'N' then false", by: "when 'N' then true when 'Y' then false" },
    ],
    stoppedFor: ["rows.changed", "values.changed", "macro.changed"],
  },
  {
    name: "two payers under each other's code",
    edits: [
      { file: STAGED_CHARGES, replace: "when 'MCR' then 'Medicare'", by: "when 'MCR' then 'Medicaid_'" },
      { file: STAGED_CHARGES, replace: "when 'MCD' then 'Medicaid'", by: "when 'MCD' then 'Medicare'" },
      { file: STAGED_CHARGES, replace: "'Medicaid_'", by: "'Medicaid'" },
    ],
    stoppedFor: ["values.changed"],
  },
  {
    name: "a payer's branch lost",
    edits: [{ file: STAGED_CHARGES, replace: "        when 'SELF' then 'Self-pay'\n", by: "" }],
    stoppedFor: ["values.changed"],
  },
  {
    name: "amounts of whole dollars in another type",
    edits: [{ file: STAGED_CHARGES, replace: "amt_billed_usd::decimal(10, 2) as", by: "amt_billed_usd::integer as" }],
    stoppedFor: ["values.changed", "column.retyped"],
  },
  {
    name: "nothing paid turned into nothing known",
    edits: [
      {
        file: STAGED_CHARGES,
        replace: "amt_paid_usd::decimal(10, 2) as",
        by: "nullif(amt_paid_usd, 0)::decimal(10, 2) as",
      },
    ],
    stoppedFor: ["values.changed"],
  },
  {
    name: "denied lines left out",
    edits: [
      { file: CHARGES, replace: "on c.appt_id = a.appt_id", by: "on c.appt_id = a.appt_id and not c.denied_flg" },
    ],
    stoppedFor: ["rows.changed"],
  },
  {
    name: "one line for each bill, with the same total",
    edits: [
      {
        file: CHARGES,
        text: `select
    min(c.charge_id) as charge_id,
    c.appt_id,
    a.clinic_cd,
    a.prov_id,
    a.appt_dt::date as charge_date,
    min(c."order") as "order",
    min(c.svc_grp) as svc_grp,
    c.payer,
    sum(c.amt_billed_usd)::decimal(10, 2) as amt_billed_usd,
    sum(c.amt_paid_usd)::decimal(10, 2) as amt_paid_usd,
    bool_or(c.denied_flg) as denied_flg,
    max(c.paid_dt) as paid_dt
from {{ ref('stg_emr__charges') }} as c
inner join {{ ref('stg_emr__appts') }} as a on c.appt_id = a.appt_id
group by c.appt_id, a.clinic_cd, a.prov_id, a.appt_dt, c.payer
`,
      },
    ],
    stoppedFor: ["rows.changed", "values.changed"],
  },
  {
    name: "charges by the day of the booking",
    edits: [{ file: CHARGES, replace: "a.appt_dt::date as charge_date", by: "a.booked_dt::date as charge_date" }],
    stoppedFor: ["values.changed"],
  },
  {
    name: "a limit left over from debugging",
    edits: [{ file: CHARGES, replace: "on c.appt_id = a.appt_id", by: "on c.appt_id = a.appt_id\nlimit 3000" }],
    stoppedFor: ["rows.changed"],
  },
  {
    name: "a sample of the charges",
    edits: [
      {
        file: STAGED_CHARGES,
        replace: "from {{ source('emr', 'charges') }}",
        by: "from {{ source('emr', 'charges') }}\nwhere random() < 0.98",
      },
    ],
    stoppedFor: ["rows.changed"],
  },
  {
    name: "an amount that is right until New Year",
    edits: [
      {
        file: STAGED_CHARGES,
        replace: "    amt_paid_usd::decimal(10, 2) as amt_paid_usd,",
        by: "    (case when current_date < date '2027-01-01' then amt_paid_usd else 0 end)::decimal(10, 2) as amt_paid_usd,",
      },
    ],
    stoppedFor: ["model.unsteady"],
  },
  {
    name: "every mart made a view",
    edits: [{ file: `${DBT}/dbt_project.yml`, replace: "+materialized: table", by: "+materialized: view" }],
    stoppedFor: ["model.building-changed", "model.source-table-missing"],
  },
  {
    name: "providers who left taken out of the dimension",
    edits: [
      {
        file: PROVIDERS,
        replace: "from {{ source('emr', 'providers') }}",
        by: "from {{ source('emr', 'providers') }}\nwhere active_flg = 'Y'",
      },
    ],
    stoppedFor: ["rows.changed"],
  },
  {
    name: "a calendar that ends where today's data end",
    edits: [{ file: DATES, replace: "date '2025-12-31'", by: "date '2025-06-30'" }],
    stoppedFor: ["rows.changed"],
  },
  {
    name: "a seed's row dropped whose lack the test does not mind",
    edits: [{ file: SEED, replace: "SCR,Screening\n", by: "" }],
    stoppedFor: ["rows.changed", "values.changed"],
  },
  {
    name: "a model renamed without its readers",
    edits: [
      { file: CLINICS, gone: true },
      {
        file: `${DBT}/models/02-marts/dim_sites.sql`,
        text: "select\n    clinic_cd,\n    clinic_nm,\n    city,\n    \"group\",\n    rooms_cnt\nfrom {{ source('emr', 'clinics') }}\n",
      },
      { file: MARTS, replace: "  - name: dim_clinics", by: "  - name: dim_sites" },
      { file: MARTS, replace: "ref('dim_clinics')", by: "ref('dim_sites')" },
    ],
    stoppedFor: ["model.source-table-missing", "measure.shown-otherwise", "test.gone", "model.gone"],
  },
  {
    name: "a column renamed that the semantic model reads",
    edits: [
      { file: CLINICS, replace: "    city,", by: "    city as town," },
      { file: MARTS, replace: "      - name: city\n", by: "      - name: town\n" },
    ],
    stoppedFor: ["column.gone", "model.source-column-missing"],
  },
  {
    name: "a relationship tested for last year alone",
    edits: [
      {
        file: MARTS,
        replace: "arguments: {to: ref('dim_dates'), field: dt}",
        by: "arguments: {to: ref('dim_dates'), field: dt}\n              config: {where: appt_date < '2025-01-01'}",
      },
    ],
    stoppedFor: ["test.weaker"],
  },
  {
    name: "people counted once for each appointment",
    edits: [
      { file: APPT_TABLE, replace: "DISTINCTCOUNT(Appointments[Patient ID])", by: "COUNT(Appointments[Patient ID])" },
    ],
    stoppedFor: ["expectation.unmet"],
  },
  {
    name: "a ratio whose groups differ and whose total does not",
    edits: [
      {
        file: CHARGE_TABLE,
        replace: "DIVIDE([$ Billed], [# Appts])",
        by: "DIVIDE([$ Billed], CALCULATE([# Appts], REMOVEFILTERS(Providers)))",
      },
    ],
    stoppedFor: ["measure.shown-otherwise"],
  },
  {
    name: "no-shows of those who were not cancelled",
    edits: [
      {
        file: APPT_TABLE,
        replace: "			    [No-Shows],\n			    [# Appts]\n",
        by: "			    [No-Shows],\n			    CALCULATE([# Appts], ISBLANK(Appointments[Cancel Reason]))\n",
      },
    ],
    stoppedFor: ["measure.shown-otherwise"],
  },
  {
    name: "a collection rate without its percent sign",
    edits: [
      {
        file: CHARGE_TABLE,
        replace: "DIVIDE([$ Paid], [$ Billed])\n		formatString: 0.0%",
        by: "DIVIDE([$ Paid], [$ Billed])\n		formatString: 0.0",
      },
    ],
    stoppedFor: ["model.shown-otherwise"],
  },
  {
    name: "billed and paid read from each other's column",
    edits: [
      { file: CHARGE_TABLE, replace: "		sourceColumn: amt_billed_usd", by: "		sourceColumn: amt_paid_usd_" },
      { file: CHARGE_TABLE, replace: "		sourceColumn: amt_paid_usd\n", by: "		sourceColumn: amt_billed_usd\n" },
      { file: CHARGE_TABLE, replace: "		sourceColumn: amt_paid_usd_", by: "		sourceColumn: amt_paid_usd" },
    ],
    stoppedFor: ["measure.shown-otherwise", "model.changed"],
  },
  {
    name: "charges no longer related to clinics",
    edits: [
      {
        file: RELATIONSHIPS,
        replace:
          "relationship 3299a5c0-e331-41f5-963b-9c31613c2e38\n	fromColumn: Charges.'Clinic Code'\n	toColumn: Clinics.'Clinic Code'\n\n",
        by: "",
      },
    ],
    stoppedFor: ["measure.shown-otherwise", "model.changed"],
  },
  {
    name: "charges by the day they were paid",
    edits: [
      { file: RELATIONSHIPS, replace: "	fromColumn: Charges.'Charge Date'", by: "	fromColumn: Charges.'Paid On'" },
    ],
    stoppedFor: ["model.changed"],
  },
  {
    name: "providers' relationship made inactive",
    edits: [
      {
        file: RELATIONSHIPS,
        replace: "	fromColumn: Charges.'Provider ID'",
        by: "	isActive: false\n	fromColumn: Charges.'Provider ID'",
      },
    ],
    stoppedFor: ["measure.shown-otherwise", "model.changed"],
  },
  {
    name: "appointments without repeats in Power Query",
    edits: [
      {
        file: APPT_TABLE,
        replace: "				in\n				    Data",
        by: '				    ,\n				    Once = Table.Distinct(Data, {"pat_id", "clinic_cd"})\n				in\n				    Once',
      },
    ],
    stoppedFor: ["measure.shown-otherwise", "model.changed"],
  },
  {
    name: "a role that shows its members one group",
    edits: [
      {
        file: `${MODEL}/roles/Managers.tmdl`,
        text: 'role Managers\n	modelPermission: read\n\n	tablePermission Clinics = Clinics[Group] = "Coast"\n',
      },
      { file: `${MODEL}/model.tmdl`, replace: "ref table Calendar\n", by: "ref table Calendar\n\nref role Managers\n" },
    ],
    stoppedFor: ["model.changed"],
  },
  {
    name: "a page hidden from its readers",
    edits: [
      {
        file: `${PAGES}/806c1cc1ccd600ed2076/page.json`,
        replace: `  "displayOption"`,
        by: `  "visibility": "HiddenInViewMode",\n  "displayOption"`,
      },
    ],
    stoppedFor: ["report.changed"],
  },
  {
    name: "a table that shows one payer without saying so",
    edits: [
      {
        file: `${PAGES}/806c1cc1ccd600ed2076/visuals/005433d6e7118820aa64/visual.json`,
        replace: `    "drillFilterOtherVisuals": true\n  }\n`,
        by: `    "drillFilterOtherVisuals": true\n  },\n  "filterConfig": {\n    "filters": [\n      {\n        "name": "f1a2b3c4d5e6f7a8b9c0",\n        "field": {\n          "Column": {\n            "Expression": { "SourceRef": { "Entity": "Charges" } },\n            "Property": "Payer"\n          }\n        },\n        "type": "Categorical",\n        "filter": {\n          "Version": 2,\n          "From": [{ "Name": "c", "Entity": "Charges", "Type": 0 }],\n          "Where": [\n            {\n              "Condition": {\n                "In": {\n                  "Expressions": [\n                    { "Column": { "Expression": { "SourceRef": { "Source": "c" } }, "Property": "Payer" } }\n                  ],\n                  "Values": [[{ "Literal": { "Value": "'Medicare'" } }]]\n                }\n              }\n            }\n          ]\n        },\n        "isHiddenInViewMode": true\n      }\n    ]\n  }\n`,
      },
    ],
    stoppedFor: ["report.changed"],
  },
  {
    name: "a score that is added up where it was averaged",
    edits: [{ file: APPT_TABLE, replace: "summarizeBy: average", by: "summarizeBy: sum" }],
    stoppedFor: ["model.shown-otherwise"],
  },
  {
    name: "a flag that is no longer unknown for what the system may write one day",
    edits: [
      { file: FLAG, replace: "when 'Y' then true when 'N' then false end", by: "when 'Y' then true else false end" },
    ],
    stoppedFor: ["macro.changed"],
  },
];

const harmless: readonly Change[] = [
  {
    name: "a comment in the macro",
    edits: [
      { file: FLAG, replace: "anything else is not known. -#}", by: "anything else is not known, and stays so. -#}" },
    ],
  },
  {
    name: "a macro in other words",
    trailers: ["Throughline-Changes: macro:yn_flag"],
    edits: [
      {
        file: FLAG,
        replace: "    case {{ column }} when 'Y' then true when 'N' then false end",
        by: "    case\n        when {{ column }} = 'Y' then true\n        when {{ column }} = 'N' then false\n    end",
      },
    ],
  },
  {
    name: "descriptions where there were none",
    edits: [
      {
        file: MARTS,
        replace: "      - name: city\n",
        by: "      - name: city\n        description: Town or city of the site.\n",
      },
    ],
  },
  {
    name: "a condition that is always true",
    edits: [
      {
        file: CLINICS,
        replace: "from {{ source('emr', 'clinics') }}",
        by: "from {{ source('emr', 'clinics') }}\nwhere 1 = 1",
      },
    ],
  },
  {
    name: "a join's sides exchanged and its aliases renamed",
    edits: [
      { file: APPTS, replace: "    v.visit_type,", by: "    types.visit_type," },
      { file: APPTS, replace: "as v on a.visit_cd = v.visit_cd", by: "as types on types.visit_cd = a.visit_cd" },
    ],
  },
  {
    name: "a longer look back",
    trailers: ["Throughline-Changes: fct_appts"],
    edits: [{ file: APPTS, replace: "interval 14 day", by: "interval 21 day" }],
  },
  {
    name: "July said as later than June",
    trailers: ["Throughline-Changes: dim_dates"],
    edits: [{ file: DATES, replace: "month(dt) >= 7", by: "month(dt) > 6" }],
  },
  {
    name: "charges in order",
    edits: [
      { file: CHARGES, replace: "on c.appt_id = a.appt_id", by: "on c.appt_id = a.appt_id\norder by c.charge_id" },
    ],
  },
  {
    name: "one more test that passes",
    edits: [
      {
        file: MARTS,
        replace: "      - name: amt_paid_usd\n",
        by: "      - name: amt_paid_usd\n        data_tests: [not_null]\n",
      },
    ],
  },
  {
    name: "a formula on one line",
    edits: [
      {
        file: APPT_TABLE,
        replace: "=\n			DIVIDE(\n			    [No-Shows],\n			    [# Appts]\n			)\n",
        by: "= DIVIDE([No-Shows], [# Appts])\n",
      },
    ],
  },
  {
    name: "a source described",
    edits: [
      {
        file: STAGED_YAML,
        replace: "        identifier: charge\n",
        by: "        identifier: charge\n        description: Lines of the bills.\n",
      },
    ],
  },
  {
    name: "a model that nothing reads yet",
    edits: [
      {
        file: `${DBT}/models/02-marts/dim_payers.sql`,
        text: "select distinct payer\nfrom {{ ref('stg_emr__charges') }}\nwhere payer is not null\n",
      },
      {
        file: MARTS,
        replace: "  - name: dim_providers\n",
        by: "  - name: dim_payers\n    description: Who is billed.\n    columns:\n      - name: payer\n        description: Name of the payer.\n        data_tests: [unique, not_null]\n\n  - name: dim_providers\n",
      },
    ],
  },
];

/** Changes of the clinics. */
export const clinicChanges: readonly Change[] = [...harmful, ...harmless];
