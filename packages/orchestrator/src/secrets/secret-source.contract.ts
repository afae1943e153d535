import { describe, expect, it } from "vitest";
import { parseReference, type Reference } from "./reference.ts";
import type { SecretSource } from "./secret-source.ts";

/** A source with one secret in it, and ways to change that. */
export interface FilledSource {
  readonly source: SecretSource;
  /** A reference to a secret whose value is `first`. */
  readonly reference: string;
  readonly absent: string;
  /** Puts another value in its place; absent where nothing can. */
  readonly rotate?: (value: string) => void | Promise<void>;
}

/** What every place that secrets are in has to do. */
export function secretSourceContract(name: string, fill: () => Promise<FilledSource>, first = "first-value"): void {
  const at = (text: string): Reference => {
    const reference = parseReference(text);
    if (!reference) throw new Error(`${text} is no reference`);
    return reference;
  };
  describe(`secrets of ${name}`, () => {
    it("are given as they are", async () => {
      const { source, reference } = await fill();

      expect((await source.read(at(reference))).value).toBe(first);
    });

    it("are missing by name where there is none", async () => {
      const { source, absent } = await fill();

      await expect(source.read(at(absent))).rejects.toMatchObject({
        code: "secret.missing",
        message: expect.stringContaining(absent),
      });
    });

    it("are read anew each time, so that one that is rotated counts", async () => {
      const { source, reference, rotate } = await fill();
      await source.read(at(reference));
      await rotate?.("second-value");

      expect((await source.read(at(reference))).value).toBe(rotate ? "second-value" : first);
    });
  });
}
