/**
 * Seconds instead of the template's: a function's timeout by its name, a queue's as `turnsDelay` and
 * `turnsVisibility`.
 */
export type Limits = Readonly<Record<string, number | undefined>>;
