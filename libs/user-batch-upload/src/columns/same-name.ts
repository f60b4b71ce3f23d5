/** A name of an office or an option as it is compared: every space is a space, and runs of them are one. Case counts. */
export const nameKey = (name: string): string =>
  /[^\S ]| {2}/.test(name) ? name.replace(/\s+/g, ' ').trim() : name;
