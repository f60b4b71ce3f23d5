import { Inject, Injectable } from '@nestjs/common';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer, { type Transporter } from 'nodemailer';
import { redactEmails } from 'user-batch-upload';
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

/** Says what the mail server said, without the address. */
export class MailNotSent extends Error {
  /** Did the server refuse, or was it never reached? After any other fault it may have taken the mail. */
  readonly isSurelyNotTaken: boolean;
  /** Did the server refuse this mail for good? Signing in to the server is another matter: that can be mended. */
  readonly isFinal: boolean;

  constructor(error: unknown) {
    super(
      redactEmails(error instanceof Error ? error.message : String(error)).replace(/^Error: /, ''),
    );
    const { responseCode, syscall, code } = error as {
      responseCode?: number;
      syscall?: string;
      code?: string;
    };
    this.isSurelyNotTaken = responseCode !== undefined || syscall === 'connect';
    this.isFinal = responseCode !== undefined && responseCode >= 500 && code !== 'EAUTH';
  }
}

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

  /**
   * A mail that is sent again takes the place of its file; over SMTP it may arrive twice, with the same Message-ID.
   * @throws MailNotSent
   */
  async send({ id, ...mail }: Mail): Promise<void> {
    const message = { ...mail, from: this.config.mailFrom, messageId: `<${id}@platform.example>` };
    if (this.smtp) {
      await this.smtp.sendMail(message).catch((error: unknown): never => {
        throw new MailNotSent(error);
      });
      return;
    }
    const path = join(mailDir(this.config), `${id}.eml`);
    const { message: bytes } = await this.file.sendMail(message);
    await mkdir(mailDir(this.config), { recursive: true, mode: 0o700 });
    await writeFile(`${path}.part`, bytes as unknown as Buffer, { mode: 0o600 });
    await rename(`${path}.part`, path);
  }
}
