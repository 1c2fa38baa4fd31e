import type { NumberOf, NumberSettings } from "../settings/settings.ts";

export const numbersAt = <P extends NumberSettings["provider"]>(
  numbers: readonly NumberSettings[],
  provider: P,
): NumberOf<P>[] => numbers.filter((number): number is NumberOf<P> => number.provider === provider);
