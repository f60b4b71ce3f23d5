/** The form in which e-mail addresses are compared: ASCII letters folded, all else as written. */
export function emailKey(email: string): string {
  return email.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
