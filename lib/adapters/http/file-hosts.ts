const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/;

const isLoopback = ({ hostname }: URL) => LOOPBACK.test(hostname);

type FileHosts = {
  /** The provider's API, from the settings. */
  server: string;
  /** Each with all names below it. */
  names: readonly string[];
  /** Hosts that the provider shares with others. */
  isOwnAt?(url: URL): boolean;
};

/**
 * Returns the address if files may be fetched there: https at a host of the provider, by its name and at the
 * usual port, or the server of the settings. Certificates prove the names, so that no name can lead into a
 * private network. Where that server is on this machine, all of this machine stands for the provider.
 */
export function fileAddress(
  text: string | undefined,
  { server, names, isOwnAt }: FileHosts,
  base?: URL,
): URL | undefined {
  const url = text === undefined ? null : URL.parse(text, base?.href);
  const own = URL.parse(server);
  if (!url || !own || url.username !== "" || url.password !== "") return undefined;
  if (url.origin === own.origin) return url;
  if (isLoopback(own)) return isLoopback(url) && /^https?:$/.test(url.protocol) ? url : undefined;
  if (url.protocol !== "https:" || url.port !== "") return undefined;
  const isOwn = names.some((name) => url.hostname === name || url.hostname.endsWith(`.${name}`));
  return isOwn || isOwnAt?.(url) ? url : undefined;
}
