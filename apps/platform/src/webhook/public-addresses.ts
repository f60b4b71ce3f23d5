import ipaddr from 'ipaddr.js';
import { lookup } from 'node:dns/promises';

export interface Address {
  address: string;
  family: number;
}

/** Resolves a host name to all of its addresses. */
export type Resolve = (hostname: string) => Promise<Address[]>;

export const resolveHost: Resolve = (hostname) => lookup(hostname, { all: true, verbatim: true });

/** A host with an address inside the network that the platform runs in. Names no address. */
export class PrivateAddress extends Error {
  constructor(hostname: string) {
    super(`${hostname} has a private address.`);
  }
}

/**
 * All addresses of the host, each of them checked. Connect to one of these: a second look-up could return
 * another address.
 * @throws PrivateAddress
 */
export async function publicAddresses(hostname: string, resolve: Resolve): Promise<Address[]> {
  const addresses = await resolve(hostname);
  if (addresses.length === 0 || !addresses.every(({ address }) => isPublic(address)))
    throw new PrivateAddress(hostname);
  return addresses;
}

/** `process` also finds an IPv4 address inside an IPv6 address. Only the range `unicast` is public. */
const isPublic = (address: string): boolean => ipaddr.process(address).range() === 'unicast';
