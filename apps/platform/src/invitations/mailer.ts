import { Inject, Injectable } from '@nestjs/common';
import { access, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer, { type Transporter } from 'nodemailer';
import { CONFIG } from '../config.module.js';
import { type Config, mailDir } from '../config.js';

export interface Mail {
  /** Names the file, and the Message-ID: the same mail sent twice is known by it. */
  id: string;
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
}

const FROM = 'Platform <no-reply@platform.example>';

/** Sends mails over SMTP, or writes them as files where none is set. */
@Injectable()
export class Mailer {
  private readonly smtp?: Transporter;
  private readonly file = nodemailer.createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
  });

  constructor(@Inject(CONFIG) private readonly config: Config) {
    // Well within the time after which a delivery is given to another worker.
    if (config.smtpUrl)
      this.smtp = nodemailer.createTransport({
        url: config.smtpUrl,
        connectionTimeout: 5_000,
        greetingTimeout: 5_000,
        socketTimeout: 10_000,
      });
  }

  /** Can a mail that was begun before, to an end unknown, be sent again without arriving twice? */
  get isWrittenOnce(): boolean {
    return !this.smtp;
  }

  /** As a file a mail is written once, whatever happens; over SMTP it may arrive twice, with the same Message-ID. */
  async send({ id, ...mail }: Mail): Promise<void> {
    const message = { ...mail, from: FROM, messageId: `<${id}@platform.example>` };
    if (this.smtp) {
      await this.smtp.sendMail(message);
      return;
    }
    const path = join(mailDir(this.config), `${id}.eml`);
    if (await exists(path)) return;
    const { message: bytes } = await this.file.sendMail(message);
    await mkdir(mailDir(this.config), { recursive: true });
    await writeFile(`${path}.part`, bytes as unknown as Buffer);
    await rename(`${path}.part`, path);
  }
}

/** Did the mail server refuse, or was it never reached? Of any other fault it may have taken the mail before. */
export function surelyNotTaken(error: unknown): boolean {
  const { responseCode, syscall } = error as { responseCode?: number; syscall?: string };
  return responseCode !== undefined || syscall === 'connect';
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
