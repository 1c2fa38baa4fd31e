/** Addresses that a wrong or a manipulated answer could name instead of the provider's host. */
export function hostileAddresses(host: string): readonly string[] {
  const domain = host.split(".").slice(-2).join(".");
  const longer = [`https://evil${domain}/f`, `https://evil-${domain}/f`];
  return [...FOREIGN, ...longer, ...lookalikes(host), ...lookalikes(domain)];
}

const FOREIGN = [
  "http://169.254.169.254/latest/meta-data/iam/security-credentials/",
  "https://169.254.169.254/latest/",
  "http://169.254.170.2/v2/credentials",
  "https://[fd00:ec2::254]/latest/",
  "https://[::ffff:169.254.169.254]/",
  "https://[::1]/",
  "https://[64:ff9b::a9fe:a9fe]/",
  "http://localhost:9001/2018-06-01/runtime/invocation/next",
  "https://localhost/",
  "https://127.0.0.1/",
  "https://0/",
  "https://0x7f000001/",
  "https://2130706433/",
  "https://10.0.0.5/",
  "https://192.168.0.1/",
  "https://metadata.google.internal/",
  "https://example.com/f",
  "//evil.com/f",
  "data:text/plain,hello",
  "file:///proc/self/environ",
  "javascript:alert(1)",
  "blob:https://evil.com/1",
  "about:blank",
  "https://",
];

const lookalikes = (host: string) => [
  `https://${host}.evil.com/f`,
  `https://${host}./f`,
  `https://${host}%2eevil.com/f`,
  `https://${host}@evil.com/f`,
  `https://evil.com/${host}/f`,
  `https://evil.com?.${host}`,
  `https://evil.com#.${host}`,
  `https://evil.com\\.${host}/f`,
  `https://evil.com:443\\@${host}/f`,
  `https://user:pass@${host}/f`,
  `https://user@${host}/f`,
  `https://:pass@${host}/f`,
  `https://${host}:8443/f`,
  `https://${host}:80/f`,
  `http://${host}/f`,
  `ftp://${host}/f`,
  `ws://${host}/f`,
];

export const harmlessAddresses = (host: string): readonly string[] => [
  `https://${host}/f`,
  `https://${host.toUpperCase()}/f`,
  `https://${host}:443/f?hash=1&ext=2#here`,
  ` https://${host}/with%20space\n`,
];
