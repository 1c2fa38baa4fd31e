const TIME_DIGITS = 13;
const PATTERN = /^(\d{13})\.([\w.-]{1,86})$/;

/**
 * Stable for as long as the message is kept. `at`: never later than our own clock when it was stored. `key`:
 * distinguishes messages of the same time.
 */
export const chatMessageId = (at: number, key: string): string =>
  `${String(Math.max(0, Math.trunc(at))).padStart(TIME_DIGITS, "0")}.${key}`;

export function parseChatMessageId(id: string): { at: number; key: string } | undefined {
  const [, at, key] = PATTERN.exec(id) ?? [];
  return at === undefined || key === undefined ? undefined : { at: Number(at), key };
}

const CUSTOMERS = "in-";
const partOf = (index: number) => (index === 0 ? "" : `.${String(index).padStart(2, "0")}`);

/** `hash`: of the provider's id. */
export const inboundKey = (hash: string) => `${CUSTOMERS}${hash}`;
export const outboundKey = (outbound: string, index: number) => `out-${outbound}${partOf(index)}`;
export const turnKey = (turn: string, index: number) => `turn-${turn}${partOf(index)}`;

/** `undefined` for a message of ours. */
export const inboundHashOf = (key: string): string | undefined =>
  key.startsWith(CUSTOMERS) ? key.slice(CUSTOMERS.length) : undefined;
