import { numberAddress } from "../../../lib/config/settings/number-address.ts";
import type { Settings } from "../../../lib/config/settings/settings.ts";
import type { Provider } from "../../../lib/domain/inbound/inbound.ts";
import { PROFILES } from "../../../lib/providers/profiles.ts";
import type { MetaNumber } from "../../meta/payloads.ts";
import type { PageNumber } from "../protocol/protocol.ts";

/** What customers and the WhatsApp Business app cannot do at a provider. */
const LACKING: Readonly<Record<Provider, PageNumber["lacking"]>> = {
  meta: [],
  twilio: ["react", "preference", "echo"],
};

export type OwnNumber = PageNumber & { address: string };

export type Numbers = {
  all: readonly OwnNumber[];
  named(name: string): OwnNumber | undefined;
  at(provider: PageNumber["provider"], address: string): OwnNumber | undefined;
};

export function numbersOf(settings: Settings, metaNumbers: readonly MetaNumber[]): Numbers {
  const all = settings.numbers.map((number): OwnNumber => {
    const { name, provider, agentId } = number;
    const address = numberAddress(number);
    const digits = metaNumbers.find(({ phoneNumberId }) => phoneNumberId === address)?.displayNumber;
    return {
      name,
      provider,
      providerName: PROFILES[provider].displayName,
      lacking: LACKING[provider],
      agentId,
      address,
      display: digits === undefined ? address.replace(/^whatsapp:/, "") : `+${digits}`,
    };
  });
  return {
    all,
    named: (name) => all.find((each) => each.name === name),
    at: (provider, address) => all.find((each) => each.provider === provider && each.address === address),
  };
}
