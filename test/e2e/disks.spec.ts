import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, eventually } from './client.js';
import { csv, person } from './csv.js';
import { type Outages, outagesOf } from './outage.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

const LOADS = '/api/user-batch-upload/loads';

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let outages: Outages;
  let headers: string[];
  let uploaded = 0;

  beforeAll(async () => {
    platform = await startPlatform(await setup.env(), { options: { sweepMs: 50 } });
    admin = await Client.signIn(platform);
    outages = outagesOf(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  afterAll(() => platform.stop());

  const upload = () => {
    uploaded += 1;
    return admin.upload(
      csv(
        headers,
        Array.from({ length: 100 }, (_, index) =>
          person({
            'Email Address': `disk${uploaded}-${index}@new.example`,
            'Employee Notes': 'x'.repeat(3_900),
          }),
        ),
      ),
    );
  };
  const health = async () => {
    const { status, body } = await admin.get('/api/health');
    return { status, said: body.status, outage: body.details.batchUpload.outage?.code };
  };
  const reading = async () =>
    Promise.all(
      [LOADS, '/api/users', '/api/session', '/api/user-batch-upload/options'].map(
        async (path) => (await admin.get(path)).status,
      ),
    );

  test('on a full disk a file is refused as STORAGE_FULL, reading goes on, and health says why', async () => {
    const { body: before } = await admin.get(LOADS);
    await outages.fill();
    const refused = await upload();
    expect({ status: refused.status, code: refused.body.code }).toEqual({
      status: 507,
      code: 'STORAGE_FULL',
    });
    expect(refused.body.detail).toMatch(/room/);
    expect(await reading()).toEqual([200, 200, 200, 200]);
    expect((await admin.get(LOADS)).body.total).toBe(before.total);
    expect(await health()).toEqual({ status: 200, said: 'degraded', outage: 'STORAGE_FULL' });
    await outages.free();
    expect((await upload()).status).toBe(201);
    expect(await eventually(async () => (await health()).said === 'ok')).toBe(true);
  });

  test('a read-only database answers writes with UNAVAILABLE and still serves reads', async () => {
    const { body: load } = await upload();
    await outages.makeReadOnly();
    const refused = await eventually(async () => {
      const answer = await admin.patch(`${LOADS}/${load.id}/rows/2`, { selected: false });
      return /read/.test(answer.body.detail) && answer;
    });
    expect({ status: refused.status, code: refused.body.code }).toEqual({
      status: 503,
      code: 'UNAVAILABLE',
    });
    expect((await upload()).status).toBe(503);
    expect(await reading()).toEqual([200, 200, 200, 200]);
    expect((await admin.rows(load.id)).items[0].selected).toBe(true);
    expect(await health()).toEqual({ status: 200, said: 'degraded', outage: 'UNAVAILABLE' });
    await outages.makeWritable();
    // PostgreSQL ended the connections. Each request that meets one fails, and replaces it.
    await eventually(() =>
      upload().then(
        ({ status }) => status === 201,
        () => false,
      ),
    );
    expect(await eventually(async () => (await health()).said === 'ok')).toBe(true);
  });

  test('a load that is being finished waits for space and then finishes by itself', async () => {
    const { body: load } = await upload();
    await outages.fill();
    const answer = await admin.post(`${LOADS}/${load.id}/finish`);
    // The request may have been stored or not. Once accepted, it is never lost.
    expect([202, 507]).toContain(answer.status);
    expect((await admin.get(`${LOADS}/${load.id}`)).body.outcome).toBeNull();
    await outages.free();
    if (answer.status === 507) await admin.post(`${LOADS}/${load.id}/finish`);
    expect((await admin.rest(load.id)).outcome).toMatchObject({ created: 100, failed: 0 });
  });
});
