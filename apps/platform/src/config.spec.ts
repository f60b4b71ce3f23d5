import { expect, test } from '@jest/globals';
import { readConfig } from './config.js';

const NAMES = [
  'PORT',
  'DATABASE_URL',
  'DATA_DIR',
  'REDIS_URL',
  'SMTP_URL',
  'MAIL_FROM',
  'PLATFORM_URL',
  'TRUST_PROXY',
  'PLATFORM_ADMIN_PASSWORD',
  'BATCH_UPLOAD_MAX_ROWS',
  'BATCH_UPLOAD_RETENTION_DAYS',
];

test('an empty value counts as unset, for every setting', () => {
  expect(readConfig(Object.fromEntries(NAMES.map((name) => [name, ''])))).toEqual(readConfig({}));
});

test('a webhook has a secret, and may have a private address only if that is said', () => {
  const set = { WEBHOOK_URL: 'https://hooks.example/in', WEBHOOK_SECRET: '0123456789abcdef' };
  expect(readConfig({}).webhook).toBeUndefined();
  expect(readConfig(set).webhook).toEqual({
    url: new URL('https://hooks.example/in'),
    secret: '0123456789abcdef',
    allowsPrivate: false,
  });
  expect(readConfig({ ...set, WEBHOOK_ALLOW_PRIVATE: 'yes' }).webhook?.allowsPrivate).toBe(true);
  const wrong = (changed: object) => () => readConfig({ ...set, ...changed });
  expect(wrong({ WEBHOOK_SECRET: '' })).toThrow('WEBHOOK_SECRET must have at least 16');
  expect(wrong({ WEBHOOK_URL: 'hooks.example' })).toThrow('WEBHOOK_URL must');
  expect(wrong({ WEBHOOK_ALLOW_PRIVATE: 'true' })).toThrow('WEBHOOK_ALLOW_PRIVATE must');
});

test('reports all faults together, each with its setting', () => {
  const wrong = {
    PORT: '0x50',
    DATABASE_URL: 'mysql://localhost/platform',
    REDIS_URL: 'redis://localhost/cache',
    SMTP_URL: 'localhost:25',
    MAIL_FROM: 'nobody',
    PLATFORM_URL: 'platform.example',
    TRUST_PROXY: 'everyone',
    BATCH_UPLOAD_MAX_ROWS: '1e3',
    BATCH_UPLOAD_RETENTION_DAYS: '0',
  };
  const read = () => readConfig(wrong);
  for (const name of Object.keys(wrong)) expect(read).toThrow(`${name} must `);
  expect(read).toThrow(/^.*$/);
});

test.each([
  ['PORT', ['', '0', '80', '65535'], ['-1', '65536', '3000.5', ' ', 'abc', '3e3', '٣']],
  ['BATCH_UPLOAD_RETENTION_DAYS', ['1', '7', '365'], ['0', '-1', '1.5', 'week']],
  [
    'DATABASE_URL',
    [
      'postgresql://localhost/platform',
      'postgres://user:secret@[::1]:5433/platform?sslmode=disable',
    ],
    ['postgresql://localhost', 'postgresql:', 'platform.sqlite', 'postgresql://u:1%@localhost/a'],
  ],
  [
    'REDIS_URL',
    ['redis://localhost', 'redis://localhost/', 'rediss://:secret@redis.example:6380/15'],
    ['redis://localhost/-1', 'redis://localhost/0/1', 'http://localhost:6379'],
  ],
  [
    'MAIL_FROM',
    ['no-reply@example.com', 'People <no-reply@example.com>', '"A, B" <no-reply@example.com>'],
    ['People', 'a@b, c@d', 'People <no-reply>', 'a@example.com\r\nBcc: b@example.com'],
  ],
])('%s is checked before anything starts', (name, good, bad) => {
  for (const value of good) expect(() => readConfig({ [name]: value })).not.toThrow();
  for (const value of bad) expect(() => readConfig({ [name]: value })).toThrow(`${name} must `);
});

test('a fault does not show the password of a URL', () => {
  for (const DATABASE_URL of ['mysql://user:secret@localhost/platform', 'postgresql://u:secret@h'])
    expect(() => readConfig({ DATABASE_URL })).toThrow(/^DATABASE_URL (?!.*secret)/);
});

test('warns about SMTP without an address for links or a sender', () => {
  const SMTP_URL = 'smtp://localhost:25';
  const all = {
    SMTP_URL,
    PLATFORM_URL: 'https://p.example',
    MAIL_FROM: 'people@p.example',
    TRUST_PROXY: '1',
  };
  expect(readConfig({}).warnings).toEqual([]);
  expect(readConfig(all).warnings).toEqual([]);
  expect(readConfig({ ...all, PLATFORM_URL: '' }).warnings).toEqual([
    'SMTP_URL is set without PLATFORM_URL: the links in mails lead to http://localhost:3000.',
  ]);
  expect(readConfig({ ...all, MAIL_FROM: '' }).warnings).toEqual([
    expect.stringContaining('SMTP_URL is set without MAIL_FROM'),
  ]);
});

test('warns about https without a trusted proxy', () => {
  const PLATFORM_URL = 'https://p.example';
  expect(readConfig({ PLATFORM_URL }).warnings).toEqual([
    expect.stringContaining('PLATFORM_URL is https without TRUST_PROXY'),
  ]);
  expect(readConfig({ PLATFORM_URL, TRUST_PROXY: '1' }).warnings).toEqual([]);
  expect(readConfig({ PLATFORM_URL: 'http://p.example' }).warnings).toEqual([]);
});
