/** The key by which e-mail addresses are compared: ASCII letters in lower case, everything else as written. */
export function emailKey(email: string): string {
  return email.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
