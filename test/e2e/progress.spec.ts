import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { randomUUID } from 'node:crypto';
import { RoleEntity } from '../../apps/platform/src/roles/role.entity.js';
import { Session } from '../../apps/platform/src/session/session.entity.js';
import { User } from '../../apps/platform/src/users/user.entity.js';
import { Client } from './client.js';
import { csv, person } from './csv.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

/** The progress stream of a load ends with the load, or with the session that opened it. */

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let em: SqlEntityManager;
  let admin: Client;
  let loadId: string;
  /** A user with a role of their own, who watches. */
  let watcher: { client: Client; userId: string; roleId: string };

  beforeAll(async () => {
    platform = await startPlatform(await setup.env());
    em = platform.app.get(EntityManager).fork() as SqlEntityManager;
    admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    const headers = body.columns.map(({ header }: { header: string }) => header);
    loadId = (await admin.upload(csv(headers, [person()]))).body.id;
    await hold(soon());
    await em.execute(`update batch_upload_load set status = 'FINISHING' where id = ?`, [loadId]);
  });
  afterAll(() => platform.stop());

  /** Within a lease: a later end would be from before the clock was set back, and the chunk would be taken over. */
  const soon = () => Date.now() + 9_000;
  /** As if a worker had the only chunk. */
  const hold = (until: number) =>
    em.execute(
      `update batch_upload_chunk set task = 'FINISH', leased_until = ? where load_id = ?`,
      [until, loadId],
    );

  beforeEach(async () => {
    await hold(soon());
    em.clear();
    const { ...like } = await em.findOneOrFail(User, { emailKey: 'admin@northwind.example' });
    const { ...role } = await em.findOneOrFail(RoleEntity, { id: like.roleId });
    const [userId, roleId] = [randomUUID(), randomUUID()];
    const email = `${userId}@northwind.example`;
    await em.insert(RoleEntity, { ...role, id: roleId, name: roleId });
    await em.insert(User, {
      ...like,
      id: userId,
      roleId,
      email,
      emailKey: email,
      internalId: null,
    });
    watcher = { client: await Client.signIn(platform, email), userId, roleId };
  });

  /** Opens the stream and, after its first event, does what ends it. Resolves to the full text. */
  const streamUntil = async (what: () => Promise<unknown>, client = watcher.client) => {
    const response = await client.stream(`/api/user-batch-upload/loads/${loadId}/progress`);
    let text = '';
    let isBegun = false;
    const decoder = new TextDecoder();
    for await (const bytes of response) {
      text += decoder.decode(bytes as Uint8Array, { stream: true });
      if (isBegun || !text.includes('data: {')) continue;
      isBegun = true;
      await what();
    }
    return text;
  };

  test.each<[string, () => Promise<unknown>]>([
    ['sign-out', () => watcher.client.delete('/api/session')],
    [
      'the end of the session',
      () => em.nativeUpdate(Session, { userId: watcher.userId }, { expiresAt: new Date(0) }),
    ],
    ['deactivation', () => admin.patch(`/api/users/${watcher.userId}`, { status: 'INACTIVE' })],
    [
      'a role without the permission',
      () => em.nativeUpdate(RoleEntity, { id: watcher.roleId }, { permissions: [] }),
    ],
  ])('%s ends the stream without an end event', async (_, what) => {
    expect(await streamUntil(what)).not.toContain('event: end');
  });

  test('a stream with a valid session lasts until the load ends', async () => {
    const text = await streamUntil(() => hold(0));
    expect(text).toMatch(/"status":"FINISHED"[^]*event: end/);
  });
});
