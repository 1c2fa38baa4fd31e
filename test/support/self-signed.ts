import { generateKeyPairSync, sign } from "node:crypto";

const SEQUENCE = 0x30;

/** One value of DER: https://letsencrypt.org/docs/a-warm-welcome-to-asn1-and-der/ */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Uint8Array[]) => der(SEQUENCE, ...parts);
const oid = (hex: string) => der(0x06, Buffer.from(hex, "hex"));
const utcTime = (at: Date) =>
  der(0x17, Buffer.from(`${at.toISOString().replaceAll(/[-:T]/g, "").slice(2, 14)}Z`));
const extension = (id: string, value: Buffer) => sequence(oid(id), der(0x04, value));

const ECDSA_WITH_SHA256 = sequence(oid("2a8648ce3d040302"));
const NAME = sequence(der(0x31, sequence(oid("550403"), der(0x0c, Buffer.from("localhost")))));
const EXTENSIONS = sequence(
  // Basic constraints: an authority, so that it can be trusted as its own issuer.
  extension("551d13", sequence(der(0x01, Buffer.from([0xff])))),
  // Names: localhost, 127.0.0.1.
  extension("551d11", sequence(der(0x82, Buffer.from("localhost")), der(0x87, Buffer.from([127, 0, 0, 1])))),
);

/** For a server on this machine: key and certificate as PEM. Nobody trusts it who is not told to. */
export function selfSigned(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const [from, to] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 86_400_000)];
  const signed = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ECDSA_WITH_SHA256,
    NAME,
    sequence(utcTime(from), utcTime(to)),
    NAME,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, EXTENSIONS),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", signed, privateKey));
  const certificate = sequence(signed, ECDSA_WITH_SHA256, signature);
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString("base64")}\n-----END CERTIFICATE-----\n`,
  };
}
