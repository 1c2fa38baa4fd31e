import { createHash } from "node:crypto";

/** Somebody with a phone. */
export type SimulatedCustomer = {
  name: string;
  /** Digits; absent for a customer with a username, whose phone the business may not see. */
  phone?: string;
  /** Business-scoped user id. */
  userId?: string;
};

export const DANA: SimulatedCustomer = { name: "Dana", phone: "15550177001", userId: "US.41002003004005006007" };

/** What a phone is found by. */
export const addressOf = ({ phone, userId }: SimulatedCustomer) => phone ?? userId ?? "";

/** Every customer has a business-scoped id; one that is not given is derived from the phone. */
export const userIdOf = ({ phone, userId }: SimulatedCustomer) =>
  userId ??
  `US.${BigInt(
    `0x${createHash("sha256")
      .update(phone ?? "")
      .digest("hex")
      .slice(0, 16)}`,
  )}`;
