import { readFileSync } from 'node:fs';

/** The settings that `--help` lists. */
const SETTINGS = [
  ['PORT', '3000'],
  ['DATABASE_URL', 'an SQLite file under DATA_DIR; else postgresql://user:password@host/database'],
  ['DATA_DIR', './data; the SQLite file and the mails'],
  ['REDIS_URL', 'none: work runs in this process; else redis://host:6379/0'],
  ['SMTP_URL', 'none: mails are files; else smtp://host:587'],
  ['MAIL_FROM', 'the sender of mails'],
  ['PLATFORM_URL', 'http://localhost:PORT; where people reach it'],
  ['TRUST_PROXY', 'none; the number or the addresses of the proxies in front'],
  ['PLATFORM_ADMIN_PASSWORD', 'a random one, printed once; used for a new database'],
  ['BATCH_UPLOAD_MAX_ROWS', '100'],
  ['BATCH_UPLOAD_RETENTION_DAYS', '7'],
  ['WEBHOOK_URL', 'none; told of each user and load, signed'],
  ['WEBHOOK_SECRET', 'signs the webhook; at least 16 characters'],
  ['WEBHOOK_ALLOW_PRIVATE', 'no: the webhook must have a public address'],
] as const;

/** The text that the command line arguments request, or undefined without arguments. */
export function usage(script: 'start' | 'worker', args: readonly string[]): string | undefined {
  const [first] = args;
  if (first === undefined) return undefined;
  if (first === '--version') return version();
  if (first !== '--help' && first !== '-h')
    throw new Error(`Unknown option “${first}”. Use --help or --version.`);
  return [
    `Usage: npm run ${script} [-- --help | --version]`,
    script === 'start'
      ? 'Serves the platform and processes its loads and events.'
      : 'Processes loads and events for a running platform.',
    'Environment variables and their defaults (an empty value counts as unset):',
    ...SETTINGS.map(([name, fallback]) => `  ${name.padEnd(28)} ${fallback}`),
  ].join('\n');
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
