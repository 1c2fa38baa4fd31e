import type { Provider } from "../../../lib/domain/inbound/inbound.ts";
import type { Fault } from "../../http/faults.ts";
import type { SendFault } from "../protocol/protocol-faults.ts";

/** Each provider has its own code for the same problem. https://www.twilio.com/docs/api/errors */
const OF_META: Record<SendFault, Fault> = {
  "timeout-after-accept": "timeout-after-accept",
  cut: "cut-before-accept",
  "cut-after-accept": "cut-after-accept",
  "5xx": { status: 503 },
  "131056": { code: 131056 },
  "130429": { code: 130429 },
  "131047": { code: 131047 },
  "190": { code: 190 },
};
const OF_TWILIO: Record<SendFault, Fault> = {
  ...OF_META,
  "131056": { code: 63018, status: 429 },
  "130429": { code: 20429, status: 429 },
  "131047": { code: 63016 },
  "190": { code: 20003, status: 401 },
};

const FAULTS: Readonly<Record<Provider, Record<SendFault, Fault>>> = { meta: OF_META, twilio: OF_TWILIO };

export class SendFaults {
  coming: SendFault[] = [];
  readonly #tell: () => void;

  constructor(tell: () => void) {
    this.#tell = tell;
  }

  readonly take = (provider: Provider) => (): Fault | undefined => {
    const what = this.coming.shift();
    if (what === undefined) return undefined;
    this.#tell();
    return FAULTS[provider][what];
  };
}
