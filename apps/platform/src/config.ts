import { join, resolve } from 'node:path';
import type { Webhook } from './webhook/post-webhook.js';
import { readTrustProxy, type TrustProxy } from './trust-proxy.js';

/** The configuration of the platform. All of it comes from the environment; every setting has a working default. */
export interface Config {
  port: number;
  /** Unset: an SQLite file under `dataDir`. */
  databaseUrl?: string;
  dataDir: string;
  /** Unset: work runs in this process. */
  redisUrl?: string;
  /** Unset: mails are written to `dataDir`/mail. */
  smtpUrl?: string;
  /** The sender of mails: an address, or a name and an address. */
  mailFrom: string;
  /** Where people reach the platform, for the links in mails. */
  publicUrl: string;
  /** The proxies whose forwarded client addresses are trusted. */
  trustProxy: TrustProxy;
  adminPassword?: string;
  batchUploadMaxRows: number;
  /** Days to keep the cells of a finished or discarded load. */
  batchUploadRetentionDays: number;
  /** Another system that receives the events of users and loads. */
  webhook?: Webhook;
  /** Warnings that do not stop the start, one per line. */
  warnings: string[];
}

type Env = Record<string, string | undefined>;

/** @throws Error that names every setting that is wrong. An empty value counts as unset. */
export function readConfig(env: Env): Config {
  const faults: string[] = [];
  function checked<Value>(read: () => Value, fallback: Value): Value {
    try {
      return read();
    } catch (error) {
      faults.push((error as Error).message);
      return fallback;
    }
  }
  const url = (name: string, protocols: string[], check?: Check) =>
    checked(() => readUrl(env, name, protocols, check), undefined);
  const number = (name: string, fallback: number, least: number, most: number) =>
    checked(() => readNumber(env, name, fallback, least, most), fallback);

  const port = number('PORT', 3000, 0, 65_535);
  const smtpUrl = url('SMTP_URL', ['smtp:', 'smtps:']);
  const publicUrl = url('PLATFORM_URL', ['http:', 'https:']) ?? `http://localhost:${port}`;
  const config = {
    port,
    databaseUrl: url('DATABASE_URL', ['postgresql:', 'postgres:'], NAMES_A_DATABASE),
    dataDir: resolve(env['DATA_DIR'] || './data'),
    redisUrl: url('REDIS_URL', ['redis:', 'rediss:'], ENDS_WITH_A_NUMBER),
    smtpUrl,
    mailFrom: checked(() => readSender(env), SENDER),
    publicUrl: publicUrl.replace(/\/+$/, ''),
    trustProxy: checked(() => readTrustProxy(env['TRUST_PROXY']), false),
    adminPassword: env['PLATFORM_ADMIN_PASSWORD'] || undefined,
    batchUploadMaxRows: number('BATCH_UPLOAD_MAX_ROWS', 100, 1, 10_000_000),
    batchUploadRetentionDays: number('BATCH_UPLOAD_RETENTION_DAYS', 7, 1, 36_500),
    webhook: checked(() => readWebhook(env), undefined),
    warnings: [...(smtpUrl ? mailWarnings(env, publicUrl) : []), ...proxyWarnings(env, publicUrl)],
  };
  if (faults.length > 0) throw new Error(faults.join(' '));
  return config;
}

export const isHttps = ({ publicUrl }: Config): boolean => new URL(publicUrl).protocol === 'https:';

export const mailDir = (config: Config): string => join(config.dataDir, 'mail');

const SENDER = 'Platform <no-reply@platform.example>';

function mailWarnings(env: Env, publicUrl: string): string[] {
  return [
    ...(env['PLATFORM_URL']
      ? []
      : [`SMTP_URL is set without PLATFORM_URL: the links in mails lead to ${publicUrl}.`]),
    ...(env['MAIL_FROM']
      ? []
      : [
          `SMTP_URL is set without MAIL_FROM: mails come from ${SENDER}, which a server may refuse.`,
        ]),
  ];
}

/** The platform itself serves plain http. */
const proxyWarnings = (env: Env, publicUrl: string): string[] =>
  env['TRUST_PROXY'] || new URL(publicUrl).protocol === 'http:'
    ? []
    : [
        'PLATFORM_URL is https without TRUST_PROXY: all sign-ins appear to come from the proxy and share one limit.',
      ];

interface Check {
  holds(url: URL): boolean;
  otherwise: string;
}

const NAMES_A_DATABASE: Check = {
  holds: ({ pathname }) => pathname.length > 1,
  otherwise: 'must name a database, such as postgresql://user:password@localhost:5432/platform',
};
const ENDS_WITH_A_NUMBER: Check = {
  holds: ({ pathname }) => /^\/?\d{0,9}$/.test(pathname),
  otherwise: 'must end with the number of a database, such as redis://localhost:6379/0',
};

function readUrl(env: Env, name: string, protocols: string[], check?: Check): string | undefined {
  const value = env[name];
  if (!value) return undefined;
  if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol))
    throw new Error(
      `${name} must be a URL that starts with ${protocols.map((one) => `${one}//`).join(' or ')}.`,
    );
  if (/%(?![\da-f]{2})/i.test(value))
    throw new Error(`${name} must have %25 where a “%” is meant, such as in a password.`);
  if (check && !check.holds(new URL(value))) throw new Error(`${name} ${check.otherwise}.`);
  return value;
}

const SECRET_CHARACTERS = 16;

function readWebhook(env: Env): Webhook | undefined {
  const url = readUrl(env, 'WEBHOOK_URL', ['http:', 'https:']);
  if (!url) return undefined;
  const secret = env['WEBHOOK_SECRET'] ?? '';
  if (secret.length < SECRET_CHARACTERS)
    throw new Error(
      `WEBHOOK_SECRET must have at least ${SECRET_CHARACTERS} characters where WEBHOOK_URL is set.`,
    );
  const allows = env['WEBHOOK_ALLOW_PRIVATE'] || 'no';
  if (allows !== 'yes' && allows !== 'no')
    throw new Error(`WEBHOOK_ALLOW_PRIVATE must be yes or no, not “${allows}”.`);
  return { url: new URL(url), secret, allowsPrivate: allows === 'yes' };
}

function readNumber(env: Env, name: string, fallback: number, least: number, most: number): number {
  const text = env[name];
  if (!text) return fallback;
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= most))
    throw new Error(`${name} must be a whole number from ${least} to ${most}, not “${text}”.`);
  return value;
}

/** An address, or a name and an address. Line breaks are rejected: they would add mail headers. */
function readSender(env: Env): string {
  const text = env['MAIL_FROM'] || SENDER;
  if (!/^(?:[^<>\r\n]*<[^\s<>@,;]+@[^\s<>@,;]+>|[^\s<>@,;]+@[^\s<>@,;]+)$/.test(text))
    throw new Error(
      `MAIL_FROM must be an email address, such as “Platform <no-reply@example.com>”, not “${text}”.`,
    );
  return text;
}
