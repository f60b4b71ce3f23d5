import { join, resolve } from 'node:path';
import { readTrustProxy, type TrustProxy } from './trust-proxy.js';

/** How this platform runs; all of it from the environment, each with a default that works. */
export interface Config {
  port: number;
  /** Unset: an SQLite file under `dataDir`. */
  databaseUrl?: string;
  dataDir: string;
  /** Unset: work runs in this process. */
  redisUrl?: string;
  /** Unset: mails are written to `dataDir`/mail. */
  smtpUrl?: string;
  /** Where people reach the platform, for the links in mails. */
  publicUrl: string;
  /** Which proxies may say from where a request comes. */
  trustProxy: TrustProxy;
  adminPassword?: string;
  batchUploadMaxRows: number;
}

export function readConfig(env: Record<string, string | undefined>): Config {
  const port = wholeNumber(env, 'PORT', 3000, 0, 65_535);
  return {
    port,
    databaseUrl: url(env, 'DATABASE_URL', ['postgresql:', 'postgres:']),
    dataDir: resolve(env['DATA_DIR'] || './data'),
    redisUrl: url(env, 'REDIS_URL', ['redis:', 'rediss:']),
    smtpUrl: url(env, 'SMTP_URL', ['smtp:', 'smtps:']),
    publicUrl: (
      url(env, 'PLATFORM_URL', ['http:', 'https:']) ?? `http://localhost:${port}`
    ).replace(/\/+$/, ''),
    trustProxy: readTrustProxy(env['TRUST_PROXY']),
    adminPassword: env['PLATFORM_ADMIN_PASSWORD'] || undefined,
    batchUploadMaxRows: wholeNumber(env, 'BATCH_UPLOAD_MAX_ROWS', 100, 1, 10_000_000),
  };
}

export const isHttps = ({ publicUrl }: Config): boolean => new URL(publicUrl).protocol === 'https:';

export const mailDir = (config: Config): string => join(config.dataDir, 'mail');

function url(
  env: Record<string, string | undefined>,
  name: string,
  protocols: string[],
): string | undefined {
  const value = env[name];
  if (!value) return undefined;
  if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol))
    throw new Error(
      `${name} must be a URL that starts with ${protocols.map((one) => `${one}//`).join(' or ')}.`,
    );
  return value;
}

function wholeNumber(
  env: Record<string, string | undefined>,
  name: string,
  fallback: number,
  least: number,
  most: number,
): number {
  const text = env[name];
  if (!text) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new Error(`${name} must be a whole number from ${least} to ${most}, not “${text}”.`);
  return value;
}
