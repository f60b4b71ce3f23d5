import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HashSet, hashOf } from './hash-set.js';

test('a hash is repeated when it was added twice, and 0 never is', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 1, 2, 7, 2 ** 32 - 1)), (hashes) => {
      const set = new HashSet(hashes.length);
      for (const hash of hashes) set.add(hash);
      const times = (hash: number) => hashes.filter((one) => one === hash).length;
      const repeated = [...new Set(hashes)].filter((hash) => hash !== 0 && times(hash) > 1);
      expect(hashes.filter((hash) => set.isRepeated(hash))).toEqual(
        hashes.filter((hash) => repeated.includes(hash)),
      );
      expect(set.repeatedValues).toBe(repeated.length);
      expect(set.repeated).toBe(repeated.reduce((sum, hash) => sum + times(hash), 0));
    }),
  );
});

test('no key hashes to 0, a key to something else, and each load hashes its own way', () => {
  fc.assert(
    fc.property(fc.string(), (key) => {
      const hash = hashOf('load')(key);
      expect(hash).toBeGreaterThan(0);
      expect(Number.isInteger(hash)).toBe(true);
      expect(hashOf('load')(key)).toBe(hash);
    }),
  );
  expect(hashOf('load')(null)).toBe(0);
  expect(hashOf('one')('ana@new.example')).not.toBe(hashOf('other')('ana@new.example'));
});
