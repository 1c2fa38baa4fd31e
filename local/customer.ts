import { createHash } from "node:crypto";

export type SimulatedCustomer = {
  name: string;
  /** Digits. Absent for a customer with a username, whose number the business may not see. */
  phone?: string;
  userId?: string;
};

export const DANA: SimulatedCustomer = {
  name: "Dana",
  phone: "15550177001",
  userId: "US.41002003004005006007",
};

export const addressOf = ({ phone, userId }: SimulatedCustomer) => phone ?? userId ?? "";

/** Derived from the phone number if none is given. */
export const userIdOf = ({ phone, userId }: SimulatedCustomer) =>
  userId ??
  `US.${BigInt(
    `0x${createHash("sha256")
      .update(phone ?? "")
      .digest("hex")
      .slice(0, 16)}`,
  )}`;
