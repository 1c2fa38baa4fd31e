/** Looks every 20 ms until `look` returns something; throws after `seconds` with what was waited for. */
export async function waitFor<Found>(
  what: string,
  look: () => Found | undefined | false | Promise<Found | undefined | false>,
  seconds = 20,
): Promise<Found> {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > until) throw new Error(`waited ${seconds} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
