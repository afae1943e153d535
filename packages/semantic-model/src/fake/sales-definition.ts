import type { FakeDefinition } from "./fake-definition.ts";

const plain = { calculated: false, key: false, hidden: false, synonyms: [] };

/** The contract's model as a definition of the fake. */
export const salesDefinition: FakeDefinition = {
  name: "Sales",
  tables: [
    {
      name: "Sales",
      hidden: false,
      calendar: false,
      source: { schema: "main", name: "sales" },
      columns: [
        { name: "Amount", type: "double", sourceColumn: "amount", ...plain },
        { name: "Quantity", type: "integer", sourceColumn: "quantity", ...plain },
        { name: "Customer Key", type: "integer", sourceColumn: "customer_key", ...plain },
      ],
      measures: [
        {
          name: "Total Amount",
          formula: { kind: "aggregate", function: "sum", column: { table: "Sales", column: "Amount" } },
          hidden: false,
          synonyms: [],
        },
        { name: "Order Count", formula: { kind: "rows", table: "Sales" }, hidden: false, synonyms: [] },
      ],
    },
    {
      name: "Customer",
      hidden: false,
      calendar: false,
      source: { schema: "main", name: "customer" },
      columns: [
        { name: "Customer Key", type: "integer", sourceColumn: "customer_key", ...plain, key: true },
        { name: "City", type: "string", sourceColumn: "city", ...plain },
        { name: "Segment", type: "string", sourceColumn: "segment", ...plain },
      ],
      measures: [],
    },
  ],
  relationships: [
    {
      from: { table: "Sales", column: "Customer Key" },
      to: { table: "Customer", column: "Customer Key" },
      active: true,
      cardinality: "many-to-one",
    },
  ],
  visuals: [
    {
      page: "Overview",
      name: "Amount by City",
      type: "bar",
      columns: [{ table: "Customer", column: "City" }],
      measures: [{ table: "Sales", measure: "Total Amount" }],
    },
  ],
};
