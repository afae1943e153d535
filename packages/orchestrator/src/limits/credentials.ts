import { loadGate } from "@throughline/delivery";
import { fail } from "../errors/failures.ts";

/**
 * Fails where a text has a credential in it, by its form or beside its name. What Throughline writes down stays written down, in a
 * ledger that nobody may edit and a repository that many read: so it is refused before.
 */
export async function requireNoCredential(text: string, what: string): Promise<void> {
  const { secretsIn } = await loadGate();
  const [found] = await secretsIn(text, "text.txt");
  if (found) throw fail("secret.written-out", { what, kind: found.what, line: found.line });
}
