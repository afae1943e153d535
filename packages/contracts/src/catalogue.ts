import { z } from "zod";

/** What the planner may know of the warehouse's data. Asked through delivery; absent when there is no production yet. */
export const WarehouseFacts = z.object({
  relations: z.array(
    z.object({
      schema: z.string(),
      name: z.string(),
      rows: z.number(),
      columns: z.array(
        z.object({
          name: z.string(),
          /** As DuckDB prints it: `BIGINT`, `TIMESTAMP`, `VARCHAR` … */
          type: z.string(),
          /** All values, when there are few. Absent when there are many, or the column is sensitive. */
          values: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
        }),
      ),
    }),
  ),
  /** Fields in the files that pipelines read, loaded or not. */
  inputFields: z.array(z.object({ name: z.string(), type: z.string(), files: z.array(z.string()) })),
});
export type WarehouseFacts = z.infer<typeof WarehouseFacts>;
