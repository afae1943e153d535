/**
 * A UUID-shaped tag computed from names: the same object always gets the same tag, so that a plan made twice has the
 * same hash. Four 32-bit FNV-1a hashes with different seeds; it identifies, it does not protect.
 */
export function stableId(...parts: readonly string[]): string {
  const text = parts.map((part) => `${part.length}:${part}`).join("|");
  const hex = [0x811c9dc5, 0x9747b28c, 0x5bd1e995, 0x27d4eb2f].map((seed) => fnv(text, seed)).join("");
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function fnv(text: string, seed: number): string {
  let hash = seed;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    hash ^= hash >>> 13;
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
