import { z } from "zod";

/** viewer sees; requester asks; approver approves what others asked; administrator opens breakers and freezes. */
export const Role = z.enum(["viewer", "requester", "approver", "administrator"]);
export type Role = z.infer<typeof Role>;

/** Somebody who asks or approves. `id` is what `--as` takes and what the ledger records. */
export const Person = z.strictObject({
  id: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._@-]*$/u, "letters, digits, and . _ @ - only"),
  name: z.string().min(1),
  email: z.string().optional(),
  roles: z.array(Role).min(1),
});
export type Person = z.infer<typeof Person>;
