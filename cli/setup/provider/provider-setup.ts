import type { Secrets } from "../../../lib/config/secrets/secrets.ts";
import type { NumberSettings, Settings } from "../../../lib/config/settings/settings.ts";
import type { Provider } from "../../../lib/domain/inbound/inbound.ts";
import type { Cloud } from "../../cloud/cloud.ts";
import type { Io } from "../../io.ts";
import type { Output } from "../../output.ts";

/**
 * `replace`: the user has agreed to take the webhook over from its current owner. `registerAgain`: a connected
 * number, too.
 */
export type SetupWorld = { io: Io; print: Output; replace: boolean; registerAgain: boolean };

export type About<Number> = {
  number: Number;
  settings: Settings;
  secrets: Partial<Pick<Secrets, Provider>>;
  identityKey?: string;
  /** Running functions may use the old credentials until then. */
  staleUntil: number;
};

/** Methods, so that it may be called with any number whose provider it is. */
export interface ProviderSetup<Number extends NumberSettings = NumberSettings> {
  /** What keeps messages away and no API of the provider tells. */
  unseen: string;
  /** `url`: the stage's. */
  register(world: SetupWorld, about: About<Number>, url: string): Promise<void>;
  /** Makes a new number usable, and shows what the provider still reviews. Changes nothing twice. */
  connectNumber?(world: SetupWorld, cloud: Cloud, about: About<Number>): Promise<void>;
  /** Which nobody has asked for. Returns what to tell the user. */
  sendHello?(io: Io, about: Omit<About<Number>, "staleUntil">, to: string): Promise<string | undefined>;
}
