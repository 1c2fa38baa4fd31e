/** More conflicts are a mistake. */
const MAX_TRIES = 30;

/** An attempt returns `undefined` when another writer was faster. */
export async function retryOnConflict<Result extends object>(
  attempt: () => Promise<Result | undefined>,
): Promise<Result> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const result = await attempt();
    if (result) return result;
  }
  throw new Error("too many write the same thing at once");
}
