/** Seconds to use instead of the template's: a function's time-out by its name, a queue's as `turnsDelay` and `turnsVisibility`. */
export type Limits = Readonly<Record<string, number | undefined>>;
