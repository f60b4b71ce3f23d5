import { closestMatch } from 'leven';

/** The one of the names that is meant by a slip of the pen, or undefined where none is near. */
export function near(text: string, names: readonly string[]): string | undefined {
  const plain = (name: string): string => name.toLowerCase().replace(/\s+/g, ' ');
  const same = names.filter((name) => plain(name) === plain(text));
  if (same.length === 1) return same[0];
  const closest = closestMatch(plain(text), names.map(plain), {
    maxDistance: Math.max(1, Math.floor(text.length / 4)),
  });
  return names.find((name) => plain(name) === closest);
}
