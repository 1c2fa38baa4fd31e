import { createHash } from "node:crypto";

/** A person with a phone. */
export type SimulatedCustomer = {
  name: string;
  /** Digits. Absent for a customer with a username, whose phone number the business may not see. */
  phone?: string;
  /** Business-scoped user id. */
  userId?: string;
};

export const DANA: SimulatedCustomer = {
  name: "Dana",
  phone: "15550177001",
  userId: "US.41002003004005006007",
};

/** The key of a phone. */
export const addressOf = ({ phone, userId }: SimulatedCustomer) => phone ?? userId ?? "";

/** Every customer has a business-scoped id. If none is given, it is derived from the phone number. */
export const userIdOf = ({ phone, userId }: SimulatedCustomer) =>
  userId ??
  `US.${BigInt(
    `0x${createHash("sha256")
      .update(phone ?? "")
      .digest("hex")
      .slice(0, 16)}`,
  )}`;
