import type { User } from '../users/user.entity.js';
import type { Mail } from './mailer.js';

interface Words {
  subject: string;
  before: string;
  link: string;
  /** Text of the link in HTML. */
  label: string;
  after: string;
}

/** Added for users who can't sign in yet. */
const INACTIVE = 'You can sign in with it as soon as your account is active.';

/** A mail to a user with one link, in text and in HTML. */
export function letter(user: User, words: Words): Omit<Mail, 'id'> {
  const name = harmless([user.firstName, user.lastName].filter(Boolean).join(' '));
  const lines = [
    name ? `Hello ${name},` : 'Hello,',
    words.before,
    words.link,
    ...(user.status === 'INACTIVE' ? [INACTIVE] : []),
    words.after,
  ];
  const html = lines.map((line) =>
    line === words.link
      ? `<p><a href="${line}">${escapeHtml(words.label)}</a></p>`
      : `<p>${escapeHtml(line)}</p>`,
  );
  return {
    to: { name, address: user.email },
    subject: words.subject,
    text: lines.join('\n\n'),
    html: html.join('\n'),
  };
}

/** Omits a name that a mail program would turn into a link. */
const harmless = (name: string): string => (/:\/\/|@|\S\.\S/.test(name) ? '' : name);

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
