import { MikroORM, RequestContext } from '@mikro-orm/core';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Database } from 'user-batch-upload';
import { newOrganisation } from '../../../../test/e2e/organisation.js';
import { startPlatform, type TestPlatform } from '../../../../test/e2e/platform.js';
import { onPostgresqlAndRedis } from '../../../../test/e2e/databases.js';
import { PlatformUsers } from './platform-users.js';

const KEYS = 1_000;

interface Plan {
  'Relation Name'?: string;
  'Index Cond'?: string;
  Filter?: string;
  'Rows Removed by Filter'?: number;
  'Actual Rows': number;
  'Actual Loops': number;
  Plans?: Plan[];
}

onPostgresqlAndRedis((setup) => {
  let platform: TestPlatform;
  let orm: MikroORM;
  let db: Database;

  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
    orm = platform.app.get(MikroORM);
    db = new Database(orm.em.fork());
    // Without statistics, as in the first minute after many users were created.
    await db.query('alter table app_user set (autovacuum_enabled = false)');
  }, 60_000);
  afterAll(() => platform?.stop());

  /** Every scan of the users in the plan of an executed statement. */
  async function scansOf(sql: string, params: unknown[]): Promise<Plan[]> {
    const [explained] = await db.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
      `explain (analyze, format json) ${sql}`,
      params,
    );
    const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)];
    return (explained?.['QUERY PLAN'] ?? [])
      .flatMap(({ Plan: plan }) => flat(plan))
      .filter((plan) => plan['Relation Name'] === 'app_user');
  }

  test.each([5_000, 100_000])(
    'among %i users without statistics each key is one look-up by a unique index',
    async (count) => {
      const { organisationId, officeId, role } = await newOrganisation(orm.em);
      await db.query(
        `insert into app_user (id, organisation_id, profile_type, internal_id, email, email_key, first_name, last_name,
           office_id, role_id, status, mobile_phone_country, mobile_phone, custom_fields, created_at)
         select 'user-' || n || '-' || ?::text, ?, '1', 'N-' || n, n || '@new.example', n || '@new.example', 'Ana', 'Sousa',
           ?, ?, 'ACTIVE', '', '', '{}', now() from generate_series(1, ?::integer) as n`,
        [organisationId, organisationId, officeId, role.id, count],
      );
      const numbers = Array.from({ length: KEYS }, (_, index) => index + 1);
      const sent = jest.spyOn(Database.prototype, 'query');
      const found = await RequestContext.create(orm.em, () =>
        platform.app.get(PlatformUsers).findByKeys(
          organisationId,
          {
            ids: numbers.map((n) => `user-${n}-${organisationId}`),
            emailKeys: numbers.map((n) => `${n + KEYS / 2}@new.example`),
            internalIds: numbers.map((n) => `N-${n + KEYS}`),
          },
          { lock: true },
        ),
      );
      const [sql, params] = sent.mock.lastCall ?? [''];
      sent.mockRestore();
      expect(found).toHaveLength(2 * KEYS);
      const scans = await scansOf(sql, params ?? []);
      expect(scans.length).toBeGreaterThan(0);
      for (const scan of scans) {
        const byIndex = [scan, ...(scan.Plans ?? [])].map((plan) => plan['Index Cond'] ?? '');
        expect(byIndex.join(' ')).toMatch(/\b(id|email_key|internal_id)\b.* = /);
        expect(scan.Filter ?? '').not.toMatch(/ANY/);
      }
      const read = scans.reduce(
        (sum, scan) =>
          sum +
          (scan['Actual Rows'] + (scan['Rows Removed by Filter'] ?? 0)) * scan['Actual Loops'],
        0,
      );
      // One look-up for each key, then the found users.
      expect(read).toBeLessThanOrEqual(5 * KEYS);
    },
    60_000,
  );
});
