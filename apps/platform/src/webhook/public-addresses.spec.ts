import { expect, test } from '@jest/globals';
import { PrivateAddress, publicAddresses } from './public-addresses.js';

const named = (...addresses: string[]) =>
  publicAddresses('hooks.example', async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  );

test.each(['203.0.112.1', '8.8.8.8', '2606:4700::1111'])('%s is public', async (address) => {
  expect(await named(address)).toMatchObject([{ address }]);
});

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'fd00::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
])('%s is not', async (address) => {
  await expect(named(address)).rejects.toThrow(PrivateAddress);
  // Every address is checked, not the first.
  await expect(named('8.8.8.8', address)).rejects.toThrow('hooks.example has a private address.');
});

test('a name without an address is none', async () => {
  await expect(named()).rejects.toThrow(PrivateAddress);
});
