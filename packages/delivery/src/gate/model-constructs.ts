import { type Construct, constructAt } from "./construct.ts";

/** Functions of M that read from somewhere, run text as code, or send a query as it is. */
const READS =
  /\b(?:Web|File|Folder|Ftp|Sql|Odbc|OleDb|OData|SharePoint|AzureStorage|AzureDataExplorer|AzureTables|HdInsight|Hdfs|ActiveDirectory|Exchange|Oracle|MySQL|PostgreSQL|Sybase|Teradata|DB2|Informix|Access|Salesforce|Snowflake|GoogleBigQuery|AmazonRedshift|Databricks|Lakehouse|Fabric|PowerPlatform|Dataverse|CommonDataService|Facebook|GoogleAnalytics|Python|R|WebAction|Soda|Cube|Essbase|SapHana|SapBusinessWarehouse|AnalysisServices|Xml|Html|Pdf|DeltaLake|Parquet|Excel|RData|Variable|Diagnostics|Extension|Module|Credential|Environment)\.[A-Z]\w*|\b(?:Expression\.Evaluate|Value\.NativeQuery|Function\.Invoke\w*|Value\.Metadata|Binary\.FromText|Json\.Document)\b|#(?:shared|sections)\b/gu;

/** What a semantic model reads from, in the language of its partitions and expressions, wherever in the file it stands. */
export function modelReadsIn(text: string): readonly Construct[] {
  return [...text.matchAll(READS)].map(({ 0: name, index }) => constructAt(text, index, `${name} in M`));
}
