import type { AddressInfo } from 'node:net';
import { answerAboutProcess } from './about-process.ts';

/** The platform as `main.js` runs it, on a free port that it reports to its parent. */
const { createPlatform } = await import('../../apps/platform/dist/app.js');
const { readConfig } = await import('../../apps/platform/dist/config.js');
const { app } = await createPlatform(readConfig(process.env));
await app.listen(0, '127.0.0.1');
answerAboutProcess();
process.send?.({
  url: `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`,
});
