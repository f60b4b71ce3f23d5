import { type ParsedMail, simpleParser } from 'mailparser';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { mailDir } from '../../apps/platform/src/config.js';
import type { TestPlatform } from './platform.js';

export interface ReceivedMail {
  subject: string;
  text: string;
  /** The path of the link, such as `/invitations/…`. */
  link: string;
}

/** The mails to an address, written by a platform without SMTP, newest first. */
export async function mailsTo(
  { config }: Pick<TestPlatform, 'config'>,
  address: string,
): Promise<ReceivedMail[]> {
  const files = (await readdir(mailDir(config)).catch(() => [])).filter((file) =>
    file.endsWith('.eml'),
  );
  const mails = await Promise.all(
    files.map(async (file) => {
      const path = join(mailDir(config), file);
      const { mtimeNs } = await stat(path, { bigint: true });
      return { mail: await simpleParser(await readFile(path)), mtimeNs };
    }),
  );
  return mails
    .filter(({ mail }) => addressesOf(mail).includes(address))
    .toSorted((one, other) => (one.mtimeNs > other.mtimeNs ? -1 : 1))
    .map(({ mail: { subject = '', text = '' } }) => ({
      subject,
      text,
      link: /https?:\/\/[^/]+(\/\S+)/.exec(text)?.[1] ?? '',
    }));
}

const addressesOf = ({ to }: ParsedMail): string[] =>
  [to ?? []].flat().flatMap(({ value }) => value.map(({ address = '' }) => address));
