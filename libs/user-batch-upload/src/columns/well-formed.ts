/** The sign of a lost character for each half of a surrogate pair, which is no character, and which PostgreSQL can't store. */
export const wellFormed = (text: string): string => text.replace(/\p{Cs}/gu, '\uFFFD');
