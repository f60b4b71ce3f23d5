import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EntityManager, RequestContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NOTHING_CHECKED, NOTHING_DONE } from '../../libs/user-batch-upload/src/load/load.js';
import {
  LoadRepository,
  TRANSITIONS,
} from '../../libs/user-batch-upload/src/load/load.repository.js';
import { Client } from './client.js';
import { csv, person } from './csv.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

const STATUSES = [
  'RECEIVING',
  'STAGING',
  'STAGED',
  'FINISHING',
  'FINISHED',
  'DISCARDED',
  'REJECTED',
] as const;
type Transition = keyof typeof TRANSITIONS;

const MAKE: Record<Transition, (loads: LoadRepository, id: string) => Promise<boolean>> = {
  receive: (loads, id) => loads.receive(id, 1, []),
  open: (loads, id) => loads.open(id, NOTHING_CHECKED, []),
  reject: (loads, id) => loads.reject(id, { code: 'SERVER_ERROR', detail: 'planted', errors: [] }),
  discard: (loads, id) => loads.discard(id),
  startFinishing: (loads, id) => loads.startFinishing(id, 'someone'),
  finish: (loads, id) => loads.finish(id, NOTHING_DONE),
};

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let em: SqlEntityManager;
  let id: string;

  beforeAll(async () => {
    // Serves the web only: no worker changes the load beside the test.
    platform = await startPlatform(await setup.env(), { options: { runWorker: false } });
    em = platform.app.get(EntityManager).fork() as SqlEntityManager;
    const admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    const headers = body.columns.map(({ header }: { header: string }) => header);
    id = (await admin.upload(csv(headers, [person()]))).body.id;
    await em.execute('update batch_upload_chunk set task = null where load_id = ?', [id]);
  });
  afterAll(() => platform.stop());

  test.each(Object.keys(TRANSITIONS) as Transition[])(
    '%s changes a load from its one status, and leaves it in every other',
    async (transition) => {
      const { from, to } = TRANSITIONS[transition];
      for (const status of STATUSES) {
        await em.execute('update batch_upload_load set status = ? where id = ?', [status, id]);
        const isMade = await RequestContext.create(em.fork(), () =>
          MAKE[transition](platform.app.get(LoadRepository), id),
        );
        const [load] = await em.execute<{ status: string }[]>(
          'select status from batch_upload_load where id = ?',
          [id],
        );
        expect({ isMade, status: load?.status }).toEqual({
          isMade: status === from,
          status: status === from ? to : status,
        });
      }
    },
  );
});
