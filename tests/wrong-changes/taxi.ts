import type { Change } from "./change.ts";

const FACT = "transform/models/marts/fct_trips.sql";
const DAILY = "transform/models/marts/agg_daily_trips.sql";
const DATES = "transform/models/marts/dim_date.sql";
const ZONES = "transform/models/marts/dim_zone.sql";
const PAYMENT_TYPES = "transform/models/marts/dim_payment_type.sql";
const MARTS = "transform/models/marts/_marts.yml";
const UNIT_TESTS = "transform/models/marts/_unit_tests.yml";
const STAGED_TRIPS = "transform/models/staging/stg_trips.sql";
const STAGED_ZONES = "transform/models/staging/stg_zones.sql";
const STAGING = "transform/models/staging/_staging.yml";
const DBT_PROJECT = "transform/dbt_project.yml";
const SEED = "transform/seeds/payment_types.csv";
const EVERY_TRIP = "transform/tests/every_trip_is_in_the_fact.sql";
const LOADER = "loader/taxi_pipeline.py";
const MODEL = "powerbi/NYC Taxi.SemanticModel/definition";
const TRIPS = `${MODEL}/tables/Trips.tmdl`;
const ZONE = `${MODEL}/tables/Zone.tmdl`;
const DATE = `${MODEL}/tables/Date.tmdl`;
const RELATIONSHIPS = `${MODEL}/relationships.tmdl`;
const PAGES = "powerbi/NYC Taxi.Report/definition/pages";
const FARES_BY_BOROUGH = `${PAGES}/8b562e0968af8f5e5555/visuals/760230aa1af2a5014df9/visual.json`;
const PASSENGERS_BY_WEEKDAY = `${PAGES}/8b562e0968af8f5e5555/visuals/504c791515502fa80d66/visual.json`;

const harmful: readonly Change[] = [
  {
    name: "a limit that no fare reaches today",
    edits: [
      {
        file: FACT,
        replace: "    on trips.payment_type_code = payment_types.payment_type_key",
        by: "    on trips.payment_type_code = payment_types.payment_type_key\nwhere trips.fare_amount < 1000000",
      },
    ],
    stoppedFor: ["model.logic-changed"],
  },
  {
    name: "a tip that is cut off where no tip is today",
    edits: [
      {
        file: FACT,
        replace: "    trips.tip_amount,",
        by: "    case when trips.tip_amount > 100000 then 0 else trips.tip_amount end as tip_amount,",
      },
    ],
    stoppedFor: ["model.logic-changed"],
  },
  {
    name: "a fare with the wrong sign",
    edits: [{ file: FACT, replace: "    trips.fare_amount,", by: "    -trips.fare_amount as fare_amount," }],
    stoppedFor: ["values.changed"],
  },
  {
    name: "an inner join that takes trips without a zone out of the daily totals",
    edits: [
      {
        file: DAILY,
        replace: "    select * from {{ ref('fct_trips') }}",
        by: "    select fct_trips.*\n    from {{ ref('fct_trips') }} as fct_trips\n    inner join {{ ref('stg_zones') }} as zones\n        on fct_trips.pickup_zone_key = zones.location_id",
      },
    ],
    stoppedFor: ["model.logic-changed"],
  },
  {
    name: "a join that counts a trip between two zones twice",
    edits: [
      {
        file: DAILY,
        replace: "    select * from {{ ref('fct_trips') }}",
        by: "    select fct_trips.*\n    from {{ ref('fct_trips') }} as fct_trips\n    left join {{ ref('dim_zone') }} as zones\n        on zones.zone_key in (fct_trips.pickup_zone_key, fct_trips.dropoff_zone_key)",
      },
    ],
    stoppedFor: ["values.changed"],
  },
  {
    name: "kilometres in the place of miles",
    edits: [
      {
        file: STAGED_TRIPS,
        replace: "        trip_distance::decimal(12, 2) as",
        by: "        (trip_distance * 1.609344)::decimal(12, 2) as",
      },
    ],
    stoppedFor: ["values.changed"],
  },
  {
    name: "charges in cents",
    edits: [
      {
        file: FACT,
        replace: "    trips.total_amount,",
        by: "    (trips.total_amount * 100)::decimal(12, 2) as total_amount,",
      },
    ],
    stoppedFor: ["values.changed"],
  },
  {
    name: "daily totals of the valid trips alone",
    edits: [{ file: DAILY, replace: "from trips\n", by: "from trips\nwhere is_valid_trip\n" }],
    stoppedFor: ["values.changed"],
  },
  {
    name: "a count of valid trips that lost its filter",
    edits: [
      {
        file: DAILY,
        replace: "(count(*) filter (where is_valid_trip))::integer as",
        by: "count(*)::integer as",
      },
    ],
    stoppedFor: ["values.changed"],
  },
  {
    name: "trips of no distance that are now valid",
    edits: [{ file: FACT, replace: "trips.trip_distance > 0", by: "trips.trip_distance >= 0" }],
    stoppedFor: ["values.changed"],
  },
  {
    name: "refunds made valid, and the unit test with them",
    edits: [
      { file: FACT, replace: "        trips.fare_amount > 0\n", by: "        trips.fare_amount <> 0\n" },
      { file: UNIT_TESTS, replace: "refund, is_valid_trip: false", by: "refund, is_valid_trip: true" },
    ],
    stoppedFor: ["values.changed", "test.changed"],
  },
  {
    name: "miles without their decimals under the same type",
    edits: [
      {
        file: STAGED_TRIPS,
        replace: "trip_distance::decimal(12, 2) as",
        by: "trip_distance::decimal(12, 0)::decimal(12, 2) as",
      },
    ],
    stoppedFor: ["values.changed"],
  },
  {
    name: "the tolls dropped from fact, contract and semantic model, where no visual shows them",
    edits: [
      { file: FACT, replace: "    trips.tolls_amount,\n", by: "" },
      {
        file: MARTS,
        replace:
          "      - name: tolls_amount\n        data_type: decimal(12, 2)\n        description: Tolls of the trip, in dollars.\n",
        by: "",
      },
      {
        file: TRIPS,
        replace:
          '	/// Tolls of the trip.\n	column \'Tolls Amount\'\n		dataType: decimal\n		formatString: \\$#,0.00;(\\$#,0.00);\\$#,0.00\n		lineageTag: 9fa71a59-6324-4c73-830e-07f524329a26\n		summarizeBy: sum\n		sourceColumn: tolls_amount\n\n		annotation SummarizationSetBy = Automatic\n\n		annotation PBI_FormatHint = {"currencyCulture":"en-US"}\n\n',
        by: "",
      },
    ],
    stoppedFor: ["column.gone", "contract.loosened", "model.changed"],
  },
  {
    name: "a surcharge dropped from the fact that the semantic model still imports",
    edits: [
      { file: FACT, replace: "    trips.extra_amount,\n", by: "" },
      {
        file: MARTS,
        replace:
          "      - name: extra_amount\n        data_type: decimal(12, 2)\n        description: Rush-hour and night surcharges, in dollars.\n",
        by: "",
      },
    ],
    stoppedFor: ["column.gone", "model.source-column-missing", "contract.loosened"],
  },
  {
    name: "a column that nothing in the repository reads dropped from the daily totals",
    edits: [
      { file: DAILY, replace: "    sum(tip_amount)::decimal(18, 2) as total_tip_amount,\n", by: "" },
      {
        file: MARTS,
        replace:
          "      - name: total_tip_amount\n        data_type: decimal(18, 2)\n        description: Card tips of all trips, in dollars.\n",
        by: "",
      },
    ],
    stoppedFor: ["column.gone", "contract.loosened"],
  },
  {
    name: "an inner join that takes trips of an unknown payment type out of the daily totals",
    edits: [
      {
        file: DAILY,
        replace: "    select * from {{ ref('fct_trips') }}",
        by: "    select fct_trips.*\n    from {{ ref('fct_trips') }} as fct_trips\n    inner join {{ ref('payment_types') }} as types\n        on fct_trips.payment_type_key = types.payment_type_code",
      },
    ],
    stoppedFor: ["values.changed"],
  },
  {
    name: "the daily totals disabled",
    edits: [{ file: DAILY, replace: "with trips as (", by: "{{ config(enabled=false) }}\n\nwith trips as (" }],
    stoppedFor: ["model.gone"],
  },
  {
    name: "the SQL of the daily totals removed, its description left",
    edits: [{ file: DAILY, gone: true }],
    stoppedFor: ["test.gone", "model.gone"],
  },
  {
    name: "an incremental run that only takes trips later than all it knows",
    edits: [
      {
        file: FACT,
        replace:
          "    where (source_file, loaded_at) not in (\n        select distinct\n            known.source_file,\n            known.loaded_at\n        from {{ this }} as known\n    )\n",
        by: "    where pickup_at > (select max(known.pickup_at) from {{ this }} as known)\n",
      },
    ],
    stoppedFor: ["dbt.test-failed", "incremental.differs"],
  },
  {
    name: "an incremental fact that appends and has no key",
    edits: [
      {
        file: FACT,
        replace: "        unique_key='trip_key',\n        incremental_strategy='delete+insert',\n",
        by: "        incremental_strategy='append',\n",
      },
    ],
    stoppedFor: ["model.building-changed"],
  },
  {
    name: "an incremental key that many trips share",
    edits: [{ file: FACT, replace: "unique_key='trip_key'", by: "unique_key='pickup_at'" }],
    stoppedFor: ["model.building-changed"],
  },
  {
    name: "an incremental run that reads known files alone",
    edits: [{ file: FACT, replace: "loaded_at) not in (", by: "loaded_at) in (" }],
    stoppedFor: ["incremental.differs"],
  },
  {
    name: "a fact whose later columns are ignored",
    edits: [{ file: FACT, replace: "on_schema_change='append_new_columns'", by: "on_schema_change='ignore'" }],
    stoppedFor: ["dbt.parse"],
  },
  {
    name: "the fact made a view",
    edits: [
      {
        file: FACT,
        replace:
          "        materialized='incremental',\n        unique_key='trip_key',\n        incremental_strategy='delete+insert',\n        on_schema_change='append_new_columns'\n",
        by: "        materialized='view'\n",
      },
    ],
    stoppedFor: ["model.building-changed"],
  },
  {
    name: "zones called by their borough",
    edits: [
      {
        file: STAGED_ZONES,
        replace: "        borough,\n        zone as zone_name,",
        by: "        zone as borough,\n        borough as zone_name,",
      },
    ],
    stoppedFor: ["values.changed"],
  },
  {
    name: "weekdays that count from Sunday",
    edits: [{ file: DATES, replace: "isodow(date_day)::integer as", by: "dayofweek(date_day)::integer as" }],
    stoppedFor: ["values.changed"],
  },
  {
    name: "a weekend that begins on Friday",
    edits: [{ file: DATES, replace: "in (6, 7)", by: "in (5, 6)" }],
    stoppedFor: ["values.changed"],
  },
  {
    name: "days by another clock",
    edits: [
      {
        file: FACT,
        replace: "    trips.pickup_at::date as pickup_date,",
        by: "    (trips.pickup_at + interval 5 hour)::date as pickup_date,",
      },
    ],
    stoppedFor: ["rows.changed", "values.changed"],
  },
  {
    name: "a seed's name that a measure's filter spells as it was",
    edits: [{ file: SEED, replace: "1,Credit card", by: "1,Card" }],
    stoppedFor: ["values.changed"],
  },
  {
    name: "a seed's row dropped, so that its trips become unrecorded",
    edits: [{ file: SEED, replace: "3,No charge\n", by: "" }],
    stoppedFor: ["rows.changed", "values.changed"],
  },
  {
    name: "two seed codes exchanged",
    edits: [{ file: SEED, replace: "1,Credit card\n2,Cash", by: "1,Cash\n2,Credit card" }],
    stoppedFor: ["values.changed"],
  },
  {
    name: "dropoff zones by the key of the pickup",
    edits: [
      {
        file: FACT,
        replace: "    on trips.dropoff_location_id = dropoff_zones.zone_key",
        by: "    on trips.pickup_location_id = dropoff_zones.zone_key",
      },
    ],
    stoppedFor: ["dbt.test-failed"],
  },
  {
    name: "the fact's uniqueness no longer tested",
    edits: [
      {
        file: MARTS,
        replace: "          - unique\n          - not_null\n      - name: taxi_color",
        by: "          - not_null\n      - name: taxi_color",
      },
    ],
    stoppedFor: ["test.gone"],
  },
  {
    name: "a relationship tested as a warning",
    edits: [
      {
        file: MARTS,
        replace: "                to: ref('dim_zone')\n                field: zone_key\n",
        by: "                to: ref('dim_zone')\n                field: zone_key\n              config:\n                severity: warn\n",
      },
    ],
    stoppedFor: ["test.weaker"],
  },
  {
    name: "all tests made warnings by the project's file",
    edits: [
      {
        file: DBT_PROJECT,
        replace: "seeds:\n  nyc_taxi:",
        by: "data_tests:\n  +severity: warn\n\nseeds:\n  nyc_taxi:",
      },
    ],
    stoppedFor: ["test.weaker"],
  },
  {
    name: "a test of a staging column that looks at one colour",
    edits: [
      {
        file: STAGING,
        replace:
          "        description: When the meter was switched on, New York time.\n        data_tests:\n          - not_null\n",
        by: "        description: When the meter was switched on, New York time.\n        data_tests:\n          - not_null:\n              config:\n                where: taxi_color = 'yellow'\n",
      },
    ],
    stoppedFor: ["test.weaker"],
  },
  {
    name: "the contract of the fact turned off",
    edits: [{ file: MARTS, replace: "        enforced: true", by: "        enforced: false" }],
    stoppedFor: ["contract.loosened"],
  },
  {
    name: "a constraint removed from the dates",
    edits: [
      {
        file: MARTS,
        replace: "        description: The day.\n        constraints:\n          - type: not_null\n",
        by: "        description: The day.\n",
      },
    ],
    stoppedFor: ["contract.loosened"],
  },
  {
    name: "a contract loosened together with its column",
    edits: [
      {
        file: MARTS,
        replace: "      - name: trip_count\n        data_type: integer",
        by: "      - name: trip_count\n        data_type: varchar",
      },
      { file: DAILY, replace: "count(*)::integer as trip_count", by: "count(*)::varchar as trip_count" },
    ],
    stoppedFor: ["column.retyped"],
  },
  {
    name: "a singular test that can no longer fail",
    edits: [
      {
        file: EVERY_TRIP,
        replace: "where loaded.trips is distinct",
        by: "where\n    loaded.source_file <> kept.source_file\n    and loaded.trips is distinct",
      },
    ],
    stoppedFor: ["test.changed"],
  },
  {
    name: "a hook at the end of every run that empties the tips",
    edits: [
      {
        file: DBT_PROJECT,
        replace: "models:\n  nyc_taxi:",
        by: "on-run-end:\n  - update main.fct_trips set tip_amount = 0 where taxi_color = 'green'\n\nmodels:\n  nyc_taxi:",
      },
    ],
    stoppedFor: ["hook.changed"],
  },
  {
    name: "a hook after a dimension that deletes its unknown member",
    edits: [
      {
        file: PAYMENT_TYPES,
        replace: "with payment_types as (",
        by: '{{ config(post_hook="delete from {{ this }} where payment_type_key = 6") }}\n\nwith payment_types as (',
      },
    ],
    stoppedFor: ["rows.changed"],
  },
  {
    name: "a macro that puts every table into another schema",
    edits: [
      {
        file: "transform/macros/generate_schema_name.sql",
        text: "{% macro generate_schema_name(custom_schema_name, node) -%}\n    analytics\n{%- endmacro %}\n",
      },
    ],
    stoppedFor: ["model.source-table-missing", "measure.shown-otherwise", "model.moved", "macro.overrides"],
  },
  {
    name: "a test macro of its own under a built-in name, which finds nothing",
    edits: [
      {
        file: "transform/macros/unique.sql",
        text: "{% test unique(model, column_name) %}\nselect {{ column_name }} from {{ model }} where false\n{% endtest %}\n",
      },
    ],
    stoppedFor: ["macro.overrides"],
  },
  {
    name: "tips as a share of another amount",
    edits: [
      {
        file: TRIPS,
        replace: "DIVIDE([Total Tip Amount], [Total Fare Amount])",
        by: "DIVIDE([Total Tip Amount], [Total Amount])",
      },
    ],
    stoppedFor: ["measure.shown-otherwise", "expectation.unmet"],
  },
  {
    name: "a share of trips that minds every slicer",
    edits: [
      {
        file: TRIPS,
        replace: "CALCULATE([Trip Count], ALL(Trips))",
        by: "CALCULATE([Trip Count], ALL('Payment Type'))",
      },
    ],
    stoppedFor: ["measure.shown-otherwise"],
  },
  {
    name: "average fares that skip refunds",
    edits: [
      {
        file: TRIPS,
        replace: "AVERAGE(Trips[Fare Amount])",
        by: "AVERAGEX(FILTER(Trips, Trips[Fare Amount] > 0), Trips[Fare Amount])",
      },
    ],
    stoppedFor: ["measure.shown-otherwise"],
  },
  {
    name: "a division that no longer minds zero",
    edits: [
      {
        file: TRIPS,
        replace: "DIVIDE([Total Tip Amount], [Total Fare Amount])",
        by: "[Total Tip Amount] / [Total Fare Amount]",
      },
    ],
    stoppedFor: ["model.logic-changed"],
  },
  {
    name: "zones by where the trip ended",
    edits: [
      {
        file: RELATIONSHIPS,
        replace: "	fromColumn: Trips.'Pickup Zone Key'",
        by: "	isActive: false\n	fromColumn: Trips.'Pickup Zone Key'",
      },
      {
        file: RELATIONSHIPS,
        replace: "	isActive: false\n	fromColumn: Trips.'Dropoff Zone Key'",
        by: "	fromColumn: Trips.'Dropoff Zone Key'",
      },
    ],
    stoppedFor: ["measure.shown-otherwise", "model.changed"],
  },
  {
    name: "two amounts under each other's names",
    edits: [
      { file: TRIPS, replace: "		sourceColumn: fare_amount", by: "		sourceColumn: total_amount_" },
      { file: TRIPS, replace: "		sourceColumn: total_amount\n", by: "		sourceColumn: fare_amount\n" },
      { file: TRIPS, replace: "		sourceColumn: total_amount_", by: "		sourceColumn: total_amount" },
    ],
    stoppedFor: ["measure.shown-otherwise", "model.changed"],
  },
  {
    name: "miles read as whole numbers",
    edits: [{ file: TRIPS, replace: "		dataType: double\n", by: "		dataType: int64\n" }],
    stoppedFor: ["model.changed"],
  },
  {
    name: "distances with the format of a percentage",
    edits: [
      {
        file: TRIPS,
        replace: "AVERAGE(Trips[Trip Distance])\n		formatString: #,0.00",
        by: "AVERAGE(Trips[Trip Distance])\n		formatString: #,0.00%",
      },
    ],
    stoppedFor: ["model.shown-otherwise"],
  },
  {
    name: "the zones' rows cut in Power Query",
    edits: [
      {
        file: ZONE,
        replace: "				in\n				    dim_zone_Table",
        by: '				    ,\n				    Known = Table.SelectRows(dim_zone_Table, each [borough] <> "Not recorded")\n				in\n				    Known',
      },
    ],
    stoppedFor: ["measure.shown-otherwise", "model.changed"],
  },
  {
    name: "a model that refreshes from another warehouse",
    edits: [{ file: `${MODEL}/expressions.tmdl`, replace: `= "NYC Taxi" meta`, by: `= "NYC Taxi Dev" meta` }],
    stoppedFor: ["model.changed"],
  },
  {
    name: "months in the order of the alphabet",
    edits: [{ file: DATE, replace: "		sortByColumn: 'Month Number'\n", by: "" }],
    stoppedFor: ["model.shown-otherwise"],
  },
  {
    name: "a filter in both directions that its author accepts himself",
    edits: [
      {
        file: RELATIONSHIPS,
        replace: "	fromColumn: Trips.'Payment Type Key'\n	toColumn: 'Payment Type'.'Payment Type Key'\n",
        by: "	crossFilteringBehavior: bothDirections\n	fromColumn: Trips.'Payment Type Key'\n	toColumn: 'Payment Type'.'Payment Type Key'\n\n	annotation throughline_accept = relationship-both-directions: Wanted\n",
      },
    ],
    stoppedFor: ["model.changed"],
  },
  {
    name: "a bar chart of another measure under the same title",
    edits: [
      { file: FARES_BY_BOROUGH, replace: `"Property": "Total Fare Amount"`, by: `"Property": "Total Amount"` },
      {
        file: FARES_BY_BOROUGH,
        replace: `"queryRef": "Trips.Total Fare Amount"`,
        by: `"queryRef": "Trips.Total Amount"`,
      },
      { file: FARES_BY_BOROUGH, replace: `"Property": "Total Fare Amount"`, by: `"Property": "Total Amount"` },
    ],
    stoppedFor: ["visual.changed"],
  },
  {
    name: "a chart of average passengers where their sum was",
    edits: [{ file: PASSENGERS_BY_WEEKDAY, replace: `"Function": 0`, by: `"Function": 1` }],
    stoppedFor: ["report.changed"],
  },
  {
    name: "a visual removed",
    edits: [{ file: FARES_BY_BOROUGH, gone: true }],
    stoppedFor: ["visual.changed"],
  },
  {
    name: "refunds left out by the loader",
    edits: [
      {
        file: LOADER,
        replace: "        yield pa.table(columns, schema=TRIP_SCHEMA)",
        by: '        table = pa.table(columns, schema=TRIP_SCHEMA)\n        yield table.filter(pc.greater_equal(table["total_amount"], 0))',
      },
    ],
    stoppedFor: ["expectation.unmet", "measure.shown-otherwise"],
  },
  {
    name: "a loader's key that starts over with each batch",
    edits: [{ file: LOADER, replace: "        read += rows\n", by: "" }],
    stoppedFor: ["loader.changed"],
  },
  {
    name: "a loader that never reads a changed file again",
    edits: [{ file: LOADER, replace: `known["sha256"] == sha256 and `, by: "" }],
    stoppedFor: ["loader.changed"],
  },
  {
    name: "a loader that merges zones by their name",
    edits: [{ file: LOADER, replace: `primary_key="LocationID"`, by: `primary_key="Zone"` }],
    stoppedFor: ["loader.changed"],
  },
  {
    name: "a field that the loader no longer reads",
    edits: [{ file: LOADER, replace: `    ("tolls_amount", NUMBER),\n`, by: "" }],
    stoppedFor: ["dbt.model-error", "warehouse.query"],
  },
  {
    name: "a measure changed, and the report taken off the product's list",
    edits: [
      {
        file: "throughline.yml",
        replace:
          "semanticModels:\n  - folder: powerbi/NYC Taxi.SemanticModel\n    reports:\n      - powerbi/NYC Taxi.Report\n",
        by: "",
      },
      { file: TRIPS, replace: "SUM(Trips[Fare Amount])", by: "SUM(Trips[Amount Charged])" },
    ],
    stoppedFor: ["policy.changed"],
  },
  {
    name: "an analyst who makes herself an approver",
    edits: [{ file: "throughline.yml", replace: "      - requester\n", by: "      - requester\n      - approver\n" }],
    stoppedFor: ["policy.changed"],
  },
  {
    name: "a linter told to look away",
    edits: [{ file: ".sqlfluffignore", replace: "transform/target/", by: "transform/target/\ntransform/models/" }],
    stoppedFor: ["lint.changed"],
  },
  {
    name: "a report's dependency on a dimension forgotten",
    edits: [{ file: "transform/models/exposures.yml", replace: "      - ref('dim_payment_type')\n", by: "" }],
    stoppedFor: ["exposure.changed"],
  },
  {
    name: "a wrong tip under a trailer that speaks of another column",
    edits: [
      {
        file: FACT,
        replace: "    trips.tip_amount,",
        by: "    coalesce(nullif(trips.tip_amount, 0), 1)::decimal(12, 2) as tip_amount,",
      },
    ],
    trailers: ["Throughline-Changes: model:fct_trips.tolls_amount"],
    stoppedFor: ["values.changed"],
  },
  {
    name: "a new column that is always empty",
    edits: [
      {
        file: FACT,
        replace: "    trips.source_file,\n",
        by: "    nullif(trips.vendor_id, trips.vendor_id) as meter_vendor_id,\n    trips.source_file,\n",
      },
      {
        file: MARTS,
        replace: "      - name: source_file\n        data_type: varchar\n",
        by: "      - name: meter_vendor_id\n        data_type: integer\n        description: Who supplied the meter.\n      - name: source_file\n        data_type: varchar\n",
      },
    ],
    stoppedFor: ["column.empty"],
  },
  {
    name: "a dimension made a view, which the semantic model looks for among the tables",
    edits: [{ file: ZONES, replace: "with zones as (", by: "{{ config(materialized='view') }}\n\nwith zones as (" }],
    stoppedFor: ["model.building-changed", "model.source-table-missing"],
  },
  {
    name: "a boundary that no row of today stands on",
    edits: [{ file: FACT, replace: "trips.dropoff_at > trips.pickup_at", by: "trips.dropoff_at >= trips.pickup_at" }],
    stoppedFor: ["model.logic-changed"],
  },
  {
    name: "a title that says drop-off where pick-ups are shown",
    edits: [{ file: FARES_BY_BOROUGH, replace: "'Fares by borough of pick-up'", by: "'Fares by borough of drop-off'" }],
    stoppedFor: ["report.changed"],
  },
  {
    name: "a visible column hidden from those who explore",
    edits: [
      {
        file: ZONE,
        replace: "	column 'Service Zone'\n		dataType: string\n",
        by: "	column 'Service Zone'\n		dataType: string\n		isHidden\n",
      },
    ],
    stoppedFor: ["model.shown-otherwise"],
  },
  {
    name: "a measure removed that no visual shows",
    edits: [
      {
        file: TRIPS,
        replace:
          "	/// Zones in which at least one trip began.\n	measure 'Active Pickup Zones' = DISTINCTCOUNT(Trips[Pickup Zone Key])\n		formatString: #,0\n		displayFolder: Trips\n		lineageTag: 9d9b532a-ba4e-4c36-86ff-0de26a769806\n\n",
        by: "",
      },
    ],
    stoppedFor: ["measure.gone", "model.changed"],
  },
  {
    name: "a page of yellow taxis alone",
    edits: [
      {
        file: `${PAGES}/8b562e0968af8f5e5555/page.json`,
        replace: `  "height": 720,`,
        by: `  "filterConfig": {\n    "filters": [\n      {\n        "name": "a1b2c3d4e5f6a7b8c9d0",\n        "field": {\n          "Column": { "Expression": { "SourceRef": { "Entity": "Trips" } }, "Property": "Taxi Color" }\n        },\n        "type": "Categorical",\n        "filter": {\n          "Version": 2,\n          "From": [{ "Name": "t", "Entity": "Trips", "Type": 0 }],\n          "Where": [\n            {\n              "Condition": {\n                "In": {\n                  "Expressions": [\n                    { "Column": { "Expression": { "SourceRef": { "Source": "t" } }, "Property": "Taxi Color" } }\n                  ],\n                  "Values": [[{ "Literal": { "Value": "'yellow'" } }]]\n                }\n              }\n            }\n          ]\n        }\n      }\n    ]\n  },\n  "height": 720,`,
      },
    ],
    stoppedFor: ["report.changed"],
  },
  {
    name: "a card in thousands that was in dollars",
    edits: [
      {
        file: `${PAGES}/8b562e0968af8f5e5555/visuals/076747ed00441f740b00/visual.json`,
        replace: `    "drillFilterOtherVisuals": true\n`,
        by: `    "objects": {\n      "labels": [\n        {\n          "properties": {\n            "labelDisplayUnits": { "expr": { "Literal": { "Value": "1000D" } } },\n            "labelPrecision": { "expr": { "Literal": { "Value": "0L" } } }\n          }\n        }\n      ]\n    },\n    "drillFilterOtherVisuals": true\n`,
      },
    ],
    stoppedFor: ["report.changed"],
  },
];

const harmless: readonly Change[] = [
  {
    name: "a comment in the SQL",
    edits: [{ file: FACT, replace: "with trips as (", by: "-- One row for each trip.\nwith trips as (" }],
  },
  {
    name: "a description in the YAML",
    edits: [
      {
        file: MARTS,
        replace: "description: Tolls of the trip, in dollars.",
        by: "description: Bridge and tunnel tolls of the trip, in dollars.",
      },
    ],
  },
  {
    name: "a description in the TMDL",
    edits: [{ file: TRIPS, replace: "	/// Tolls of the trip.\n", by: "	/// Bridge and tunnel tolls of the trip.\n" }],
  },
  {
    name: "a comment in the Jinja",
    edits: [
      { file: FACT, replace: "with trips as (", by: "{# Trips of files that were not seen yet. #}\nwith trips as (" },
    ],
  },
  {
    name: "a CTE renamed",
    edits: [
      { file: DAILY, replace: "with trips as (", by: "with all_trips as (" },
      { file: DAILY, replace: "from trips\n", by: "from all_trips\n" },
    ],
  },
  {
    name: "a CTE unwrapped",
    edits: [
      {
        file: STAGED_ZONES,
        replace: "with source as (\n\n    select * from {{ source('raw', 'zones') }}\n\n),\n\nrenamed as (",
        by: "with renamed as (",
      },
      { file: STAGED_ZONES, replace: "    from source\n", by: "    from {{ source('raw', 'zones') }}\n" },
    ],
  },
  {
    name: "a condition that is always true",
    edits: [{ file: STAGED_ZONES, replace: "    from source\n", by: "    from source\n    where true\n" }],
  },
  {
    name: "conditions in another order",
    edits: [
      {
        file: FACT,
        replace: "        trips.fare_amount > 0\n        and trips.trip_distance > 0\n",
        by: "        trips.trip_distance > 0\n        and trips.fare_amount > 0\n",
      },
    ],
  },
  {
    name: "a weekend said in other words",
    trailers: ["Throughline-Changes: dim_date"],
    edits: [{ file: DATES, replace: "isodow(date_day) in (6, 7) as", by: "isodow(date_day) >= 6 as" }],
  },
  {
    name: "a table in order",
    edits: [{ file: DAILY, replace: "group by pickup_date", by: "group by pickup_date\norder by pickup_date" }],
  },
  {
    name: "a cast to the type it has",
    edits: [{ file: FACT, replace: "    trips.mta_tax,", by: "    trips.mta_tax::decimal(12, 2) as mta_tax," }],
  },
  {
    name: "columns of a view in another order",
    edits: [
      {
        file: STAGED_ZONES,
        replace: "        borough,\n        zone as zone_name,\n",
        by: "        zone as zone_name,\n        borough,\n",
      },
    ],
  },
  {
    name: "a stricter test",
    edits: [
      {
        file: MARTS,
        replace: "        description: Trips that began on the day.\n",
        by: "        description: Trips that began on the day.\n        data_tests:\n          - not_null\n",
      },
    ],
  },
  {
    name: "a formula on several lines, with a comment",
    edits: [
      {
        file: TRIPS,
        replace: " = CALCULATE([Trip Count], Trips[Valid Trip] = TRUE())\n",
        by: " =\n			// A record is valid or it is not.\n			CALCULATE(\n			    [Trip Count],\n			    Trips[Valid Trip] = TRUE()\n			)\n",
      },
    ],
  },
  {
    name: "a measure in another display folder",
    edits: [
      {
        file: TRIPS,
        replace: "MAX(Trips[Trip Distance])\n		formatString: #,0.00\n		displayFolder: Distance",
        by: "MAX(Trips[Trip Distance])\n		formatString: #,0.00\n		displayFolder: Distance\\Extremes",
      },
    ],
  },
  {
    name: "a new measure",
    edits: [
      {
        file: TRIPS,
        replace: "	/// Miles of an average trip.\n",
        by: "	/// Tolls of all trips.\n	measure 'Total Tolls Amount' = SUM(Trips[Tolls Amount])\n		formatString: \\$#,0.00;(\\$#,0.00);\\$#,0.00\n		displayFolder: Revenue\n\n	/// Miles of an average trip.\n",
      },
    ],
  },
  {
    name: "a sentence in the README",
    edits: [
      {
        file: "README.md",
        replace: "# NYC Taxi\n",
        by: "# NYC Taxi\n\nAsk the analytics team about anything unclear.\n",
      },
    ],
  },
  {
    name: "a comment in the loader",
    edits: [
      {
        file: LOADER,
        replace: "# Bounds memory whatever the size of a file.",
        by: "# Bounds memory, whatever the size of a file and of its rows.",
      },
    ],
  },
];

/** Changes of the example. */
export const taxiChanges: readonly Change[] = [...harmful, ...harmless];
