import leven from 'leven';

/** No name is longer, and measuring the distance of long texts takes long. */
const LONGEST_NAME = 254;

/** The one name that is meant by a slip of the pen; undefined where none is near, or two are equally near. */
export function near(text: string, names: readonly string[]): string | undefined {
  if (text.length > LONGEST_NAME) return undefined;
  const limit = text.length < 3 ? 0 : Math.max(1, Math.floor(text.length / 4));
  const written = plain(text);
  let least = limit;
  let nearest: string[] = [];
  for (const name of new Set(names)) {
    const distance = leven(written, plain(name), { maxDistance: limit + 1 });
    if (distance > least) continue;
    if (distance < least) nearest = [];
    least = distance;
    nearest.push(name);
  }
  return nearest.length === 1 ? nearest[0] : undefined;
}

const plain = (name: string): string => name.toLowerCase().replace(/\s+/g, ' ');
