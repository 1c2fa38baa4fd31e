import type { NumberOf, NumberSettings } from "./settings.ts";

export const isAt = <P extends NumberSettings["provider"]>(
  number: NumberSettings,
  provider: P,
): number is NumberOf<P> => number.provider === provider;

export const numbersAt = <P extends NumberSettings["provider"]>(
  numbers: readonly NumberSettings[],
  provider: P,
): NumberOf<P>[] => numbers.filter((number) => isAt(number, provider));
