import type { Options } from '../api-types.js';

/** The names of people by their id. */
export type People = Map<string, string>;

/** The signed-in person, and all whose loads this person has seen in this tab. No request lists them all. */
export function keepPeople({ id, name }: Options['me'], seen: People): People {
  // Somebody else may sign in here.
  const key = `ubuPeople ${id}`;
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? '[]') as [string, string][];
    const people = new Map([[id, name], ...kept, ...seen]);
    if (people.size > kept.length) sessionStorage.setItem(key, JSON.stringify([...people]));
    return people;
  } catch {
    // The browser keeps nothing for this site.
    return new Map([[id, name], ...seen]);
  }
}
