import { isEmail } from 'class-validator';

/** The last answers: matching asks about an address, and its rule again. */
const answers = new Map<string, boolean>();
const MOST_ANSWERS = 5_000;

export function isEmailAddress(text: string): boolean {
  const known = answers.get(text);
  if (known !== undefined) return known;
  if (answers.size >= MOST_ANSWERS) answers.clear();
  const answer = isAddress(text);
  answers.set(text, answer);
  return answer;
}

/** ASCII only: look-alike letters of other scripts would let one mailbox pass for another's (CVE-2019-19844). No quoted local part. */
const isAddress = (text: string): boolean =>
  /^[\x21-\x7e]+$/.test(text) && !text.includes('"') && isEmail(text, { ignore_max_length: true });
