import { expect, test } from '@jest/globals';
import { readTrustProxy } from './trust-proxy.js';

test('no proxy is trusted by default', () => {
  expect(readTrustProxy(undefined)).toBe(false);
  expect(readTrustProxy('')).toBe(false);
});

test.each([
  ['1', 1],
  ['loopback', ['loopback']],
  ['10.0.0.0/8, ::1/128 ,192.168.1.1', ['10.0.0.0/8', '::1/128', '192.168.1.1']],
])('“%s” is accepted', (text, read) => {
  expect(readTrustProxy(text)).toEqual(read);
});

test.each([
  'true',
  '0',
  '-1',
  'everyone',
  '10.0.0.0/33',
  '10.0.0.0/0',
  '10.0.0.0/8/8',
  '10.0.0/8',
  ',',
])('“%s” is refused with the accepted forms', (text) => {
  expect(() => readTrustProxy(text)).toThrow(/TRUST_PROXY must be the number of proxies/);
});
