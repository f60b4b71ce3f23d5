import { isIP } from 'node:net';

/** A value for Express's `trust proxy`: a number of proxies, or their networks. */
export type TrustProxy = number | string[] | false;

const NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

/** Parses `TRUST_PROXY`. If unset, forwarded client addresses are ignored. */
export function readTrustProxy(value: string | undefined): TrustProxy {
  if (!value) return false;
  if (/^[1-9]\d?$/.test(value)) return Number(value);
  const networks = value.split(',').map((one) => one.trim());
  if (networks.every(isNetwork)) return networks;
  throw new Error(
    `TRUST_PROXY must be the number of proxies, or their addresses, such as “10.0.0.0/8, loopback”, not “${value}”.`,
  );
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  if (NETWORKS.includes(text)) return true;
  const kind = isIP(address);
  if (kind === 0 || more.length > 0) return false;
  return (
    bits === undefined ||
    (/^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= (kind === 4 ? 32 : 128))
  );
}
