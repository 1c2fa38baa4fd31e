import type { Provider } from "../../../lib/domain/inbound/inbound.ts";

/** A provider that the product does not know, so that the types need to be widened once: here. */
export const ECHO = "echo" as Provider;

export type EchoSecret = { key: string };
