import { createHash } from 'node:crypto';
import type { Scope } from './baseline.ts';
import { userCells } from './generate.ts';

/** The database that product and baseline share. */
export interface BenchDatabase {
  name: 'PostgreSQL' | 'SQLite';
  /** For both processes. */
  env: { product: Record<string, string>; baseline: Record<string, string> };
  version(): Promise<string>;
  /** Creates the baseline's tables. Call it after the product has created its own. */
  addBaselineTables(): Promise<void>;
  /** Creates the users that exist before each run. */
  seed(users: Iterable<number>): Promise<void>;
  /** Restores the seeded users without loads, for both. */
  restore(): Promise<void>;
  /** The users of the organisation, without ids and times, which always differ. */
  users(table: 'app_user' | 'baseline_user'): Promise<{ count: number; digest: string }>;
  stop(): Promise<void>;
}

export const SEED_COLUMNS = [
  'id',
  'organisation_id',
  'profile_type',
  'internal_id',
  'email',
  'email_key',
  'first_name',
  'last_name',
  'office_id',
  'role_id',
  'status',
  'mobile_phone_country',
  'mobile_phone',
  'custom_fields',
] as const;

export const COMPARED_COLUMNS = SEED_COLUMNS.filter((column) => column !== 'id');

export function seedRow(user: number, scope: Scope): string[] {
  const cells = userCells(user);
  const [type = '', internalId = '', email = '', first = '', last = '', office = ''] = cells;
  const [status = '', country = '', phone = '', ...fields] = cells.slice(6);
  const ids = [...scope.fieldIds.values()];
  return [
    `bench-${user}`,
    scope.organisationId,
    type,
    internalId,
    email,
    email,
    first,
    last,
    scope.officeIds.get(office) ?? '',
    scope.roleId,
    status,
    country,
    phone,
    JSON.stringify(Object.fromEntries(fields.map((field, index) => [ids[index], field]))),
  ];
}

export function* inChunks<Item>(items: Iterable<Item>, size: number): Generator<Item[]> {
  let chunk: Item[] = [];
  for (const item of items) if (chunk.push(item) === size) yield chunk.splice(0);
  if (chunk.length > 0) yield chunk;
}

/** The digest of users ordered by e-mail. Ignores the order of custom fields. */
export function digestOf(users: Iterable<Record<string, unknown>>): {
  count: number;
  digest: string;
} {
  const hash = createHash('sha256');
  let count = 0;
  for (const user of users) {
    count += 1;
    const fields = Object.entries(JSON.parse(String(user['custom_fields'])) as object).sort();
    hash.update(JSON.stringify([...COMPARED_COLUMNS.slice(0, -1).map((one) => user[one]), fields]));
  }
  return { count, digest: hash.digest('hex') };
}
