/** The hashes in bytes of a table. Copies the bytes only if a driver's buffer does not start at a multiple of four. */
export const hashesIn = (bytes: Uint8Array): Uint32Array => {
  const isAligned = bytes.byteOffset % Uint32Array.BYTES_PER_ELEMENT === 0;
  const { buffer, byteOffset, byteLength } = isAligned ? bytes : new Uint8Array(bytes);
  return new Uint32Array(buffer, byteOffset, byteLength / Uint32Array.BYTES_PER_ELEMENT);
};

/** Hashes of 32 bits and which of them repeat. About six bytes for each hash, where a `Set` takes forty. */
export class HashSet {
  private readonly slots: Uint32Array;
  /** A bit for each slot. */
  private readonly again: Uint8Array;
  /** Occurrences of the hashes that were added more than once. */
  repeated = 0;
  /** Different hashes that were added more than once. */
  repeatedValues = 0;

  constructor(count: number) {
    this.slots = new Uint32Array(Math.ceil(count * 1.5) + 1);
    this.again = new Uint8Array(Math.ceil(this.slots.length / 8));
  }

  /** Ignores 0, which stands for no key. */
  add(hash: number): void {
    if (hash === 0) return;
    const slot = this.slotOf(hash);
    if (this.slots[slot] === 0) this.slots[slot] = hash;
    else if (this.isAgain(slot)) this.repeated += 1;
    else {
      this.again[slot >> 3] = (this.again[slot >> 3] ?? 0) | (1 << (slot & 7));
      this.repeated += 2;
      this.repeatedValues += 1;
    }
  }

  isRepeated(hash: number): boolean {
    return hash !== 0 && this.isAgain(this.slotOf(hash));
  }

  private isAgain(slot: number): boolean {
    return (((this.again[slot >> 3] ?? 0) >> (slot & 7)) & 1) === 1;
  }

  /** The slot that holds the hash, or the free slot where it would go. */
  private slotOf(hash: number): number {
    const { length } = this.slots;
    let slot = hash % length;
    while (this.slots[slot] !== 0 && this.slots[slot] !== hash) slot = (slot + 1) % length;
    return slot;
  }
}

/**
 * The hash of a key, 0 for no key: FNV-1a with the last step of MurmurHash3. The load's id is the seed. Nobody knows it
 * before the upload, so nobody can write a file whose keys collide.
 */
export function hashOf(loadId: string): (key: string | null) => number {
  const seed = fnv(0x811c9dc5, loadId);
  return (key) => (key === null ? 0 : mixed(fnv(seed, key)) >>> 0 || 1);
}

/** Characters that differ in one high bit then differ in all bits of the hash. */
function mixed(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const most = Math.imul(half ^ (half >>> 13), 0xc2b2ae35);
  return most ^ (most >>> 16);
}

function fnv(seed: number, text: string): number {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}
