import { Inject, Injectable } from '@nestjs/common';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer, { type Transporter } from 'nodemailer';
import { redactEmails } from 'user-batch-upload';
import { CONFIG } from '../config.module.js';
import { type Config, mailDir } from '../config.js';

export interface Mail {
  /** Names the file and the Message-ID, so that a mail sent twice can be recognised. */
  id: string;
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
}

/** The reply of the mail server, without the address. */
export class MailNotSent extends Error {
  /** True if the server rejected the mail or was never reached. Any other error may have happened after acceptance. */
  readonly wasRejected: boolean;
  /** True if the server rejected this mail for good. A failed sign-in to the server does not count: it can be fixed. */
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
    this.wasRejected = responseCode !== undefined || syscall === 'connect';
    this.isFinal = responseCode !== undefined && responseCode >= 500 && code !== 'EAUTH';
  }
}

/** Sends mails over SMTP, or writes them as files if no server is configured. */
@Injectable()
export class Mailer {
  private readonly smtp?: Transporter;
  private readonly file = nodemailer.createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
  });

  constructor(@Inject(CONFIG) private readonly config: Config) {
    // Well below the lease of a delivery, after which another worker takes over.
    if (config.smtpUrl)
      this.smtp = nodemailer.createTransport({
        url: config.smtpUrl,
        connectionTimeout: 5_000,
        greetingTimeout: 5_000,
        socketTimeout: 10_000,
      });
  }

  /** True if a mail can be sent again after an unknown outcome without arriving twice. */
  get isWrittenOnce(): boolean {
    return !this.smtp;
  }

  /**
   * A mail that is sent again overwrites its file. Over SMTP it may arrive twice, with the same Message-ID.
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
