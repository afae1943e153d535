import type { ProjectFiles } from "@throughline/contracts";

/** The contract's model as a Power BI project. `measures` are more lines for the Sales table, as TMDL has them. */
export function salesProject(measures = "", extra: readonly (readonly [string, string])[] = []): ProjectFiles {
  return new Map([
    ["bi/Sales.SemanticModel/definition.pbism", '{ "version": "4.2", "settings": {} }'],
    ["bi/Sales.SemanticModel/definition/database.tmdl", "database\n\tcompatibilityLevel: 1601\n"],
    [
      "bi/Sales.SemanticModel/definition/model.tmdl",
      "model Model\n\tculture: en-US\n\nref table Sales\nref table Customer\n",
    ],
    ["bi/Sales.SemanticModel/definition/relationships.tmdl", relationships],
    ["bi/Sales.SemanticModel/definition/tables/Sales.tmdl", sales(measures)],
    ["bi/Sales.SemanticModel/definition/tables/Customer.tmdl", customer],
    [
      "bi/Sales.Report/definition.pbir",
      '{"version":"4.0","datasetReference":{"byPath":{"path":"../Sales.SemanticModel"}}}',
    ],
    ["bi/Sales.Report/definition/pages/p1/page.json", '{ "name": "p1", "displayName": "Overview" }\n'],
    ["bi/Sales.Report/definition/pages/p1/visuals/v1/visual.json", visual],
    ...extra,
  ]);
}

const relationships = `relationship 11111111-2222-4333-8444-555555555555
	fromColumn: Sales.'Customer Key'
	toColumn: Customer.'Customer Key'
`;

const sales = (measures: string): string => `table Sales
	lineageTag: 0d9b7c7e-1f41-4c3b-8a65-3d3b5a0f5a01

	measure 'Total Amount' = SUM(Sales[Amount])
		lineageTag: 0d9b7c7e-1f41-4c3b-8a65-3d3b5a0f5a02

	measure 'Order Count' = COUNTROWS(Sales)
		lineageTag: 0d9b7c7e-1f41-4c3b-8a65-3d3b5a0f5a03
${measures}
	column Amount
		dataType: double
		lineageTag: 0d9b7c7e-1f41-4c3b-8a65-3d3b5a0f5a04
		summarizeBy: sum
		sourceColumn: amount

	column Quantity
		dataType: int64
		summarizeBy: sum
		sourceColumn: quantity

	column 'Customer Key'
		dataType: int64
		isHidden
		summarizeBy: none
		sourceColumn: customer_key

	column 'Sold On'
		dataType: dateTime
		formatString: Short Date
		sourceColumn: Date

	column Channel
		dataType: string
		sourceColumn: channel

	partition Sales = m
		mode: import
		source =
				let
				    Source = Odbc.DataSource("dsn=warehouse", [HierarchicalNavigation=true]),
				    main = Source{[Name="main",Kind="Schema"]}[Data],
				    sales = main{[Name="sales",Kind="Table"]}[Data],
				    #"Renamed Columns" = Table.RenameColumns(sales, {{"sold_on", "Date"}})
				in
				    #"Renamed Columns"
`;

const customer = `/// Who buys.
table Customer

	column 'Customer Key'
		dataType: int64
		isKey
		summarizeBy: none
		sourceColumn: customer_key

	column City
		dataType: string
		summarizeBy: none
		sourceColumn: city

	column Segment
		dataType: string
		summarizeBy: none
		sourceColumn: segment

	partition Customer = entity
		mode: directLake
		source
			entityName: customer
			schemaName: main
`;

const visual = `{
  "name": "v1",
  "visual": {
    "visualType": "barChart",
    "query": {
      "queryState": {
        "Category": {
          "projections": [
            {
              "field": { "Column": { "Expression": { "SourceRef": { "Entity": "Customer" } }, "Property": "City" } },
              "queryRef": "Customer.City",
              "nativeQueryRef": "City"
            }
          ]
        },
        "Y": {
          "projections": [
            {
              "field": {
                "Measure": { "Expression": { "SourceRef": { "Entity": "Sales" } }, "Property": "Total Amount" }
              },
              "queryRef": "Sales.Total Amount",
              "nativeQueryRef": "Total Amount"
            }
          ]
        }
      }
    },
    "visualContainerObjects": {
      "title": [{ "properties": { "text": { "expr": { "Literal": { "Value": "'Amount by City'" } } } } }]
    }
  }
}
`;
