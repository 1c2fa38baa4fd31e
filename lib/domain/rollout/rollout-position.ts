const [OFFSET, PRIME] = [0x811c9dc5, 0x01000193];
const RANGE = 2 ** 32;

/** FNV-1a, then the finalizer of MurmurHash3: similar texts get unrelated numbers. */
function hash32(text: string): number {
  let hash = OFFSET;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), PRIME);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * Where a customer stands, from 0 up to but not including 100: in the rollout while below its percentage. The
 * same text always has the same place, so a higher percentage only adds customers.
 */
export const rolloutPosition = (text: string): number => (hash32(text) / RANGE) * 100;
