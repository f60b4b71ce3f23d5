import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPlatform, type Platform } from '../../apps/platform/src/app.js';
import { type Config, readConfig } from '../../apps/platform/src/config.js';

export const PASSWORD = 'correct horse battery staple';

/** A separate platform: real HTTP and a real database, in a temporary folder. */
export interface TestPlatform {
  url: string;
  config: Config;
  app: Platform['app'];
  /** Stops the platform and starts it again on the same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startPlatform(env: Record<string, string> = {}): Promise<TestPlatform> {
  const dataDir = await mkdtemp(join(tmpdir(), 'platform-'));
  const config = readConfig({
    DATA_DIR: dataDir,
    PLATFORM_ADMIN_PASSWORD: PASSWORD,
    PORT: '0',
    ...env,
  });
  const start = async () => {
    const { app } = await createPlatform(config);
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    return { app, url: `http://127.0.0.1:${port}` };
  };
  const running = { ...(await start()), config };
  return Object.assign(running, {
    async restart() {
      await running.app.close();
      Object.assign(running, await start());
    },
    async stop() {
      await running.app.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  });
}
