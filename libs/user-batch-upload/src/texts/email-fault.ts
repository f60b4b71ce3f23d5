/** The one thing that is wrong with an email address. */
export type EmailFault =
  | { kind: 'space' | 'no-at' | 'more-at' | 'period' }
  /** A letter other than a to z, a sign that no address has, or a sign that no domain has. */
  | { kind: 'letter' | 'sign' | 'domain-sign'; wrong: string };

export function emailFault(value: string): EmailFault | undefined {
  const [wrong] = /[^\w.!#$%&'*+/=?^`{|}~@-]/u.exec(value) ?? [];
  if (wrong !== undefined) {
    if (/\s/.test(wrong)) return { kind: 'space' };
    return { kind: /\p{L}/u.test(wrong) ? 'letter' : 'sign', wrong };
  }
  const signs = value.split('@').length - 1;
  if (signs !== 1) return { kind: signs === 0 ? 'no-at' : 'more-at' };
  const [inDomain] = /[^\p{L}\d.-]/u.exec(value.slice(value.indexOf('@') + 1)) ?? [];
  if (inDomain !== undefined) return { kind: 'domain-sign', wrong: inDomain };
  return /^\.|\.[.@]|@\.|\.$/.test(value) ? { kind: 'period' } : undefined;
}
