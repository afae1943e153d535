import { secretFiles } from "../secrets/secret-files.ts";
import type { Context } from "./context.ts";

/**
 * Hands the loader of main's code its secrets, for as long as `use` runs: as files in memory, leased where their store leases, and
 * gone afterwards. A patch's code is never run in here.
 */
export async function withLoaderSecrets<T>(
  { project, secrets }: Pick<Context, "project" | "secrets">,
  use: (given: { readonly secretsFolder?: string }) => Promise<T>,
): Promise<T> {
  const wanted = Object.entries(project.config.secrets.loader);
  if (wanted.length === 0) return await use({});
  const resolved = await Promise.all(
    wanted.map(async ([name, reference]) => [name, await secrets.get(reference)] as const),
  );
  using files = secretFiles(new Map(resolved));
  return await use({ secretsFolder: files.folder });
}
