/** What is wrong with an email address, where that is one thing. */
export type EmailFault =
  | { kind: 'space' | 'no-at' | 'more-at' }
  /** A letter that is not one of a to z, or a sign that no address has. */
  | { kind: 'letter' | 'sign'; wrong: string };

export function emailFault(value: string): EmailFault | undefined {
  const [wrong] = /[^\w.!#$%&'*+/=?^`{|}~@-]/u.exec(value) ?? [];
  if (wrong !== undefined) {
    if (/\s/.test(wrong)) return { kind: 'space' };
    return { kind: /\p{L}/u.test(wrong) ? 'letter' : 'sign', wrong };
  }
  const signs = value.split('@').length - 1;
  if (signs === 1) return undefined;
  return { kind: signs === 0 ? 'no-at' : 'more-at' };
}
