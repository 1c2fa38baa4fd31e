/**
 * Seconds instead of the template's: a function's timeout by its name, a queue's as `turnsDelay` and
 * `turnsVisibility`.
 */
export type Limits = Readonly<Record<string, number | undefined>>;

/**
 * When the queue returns the messages of a killed worker; in AWS: after its visibility timeout of minutes.
 */
export const RETURN_AFTER_KILL_SECONDS = 8;
