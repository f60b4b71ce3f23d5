import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import type { Provider } from '@nestjs/common';
import { hash } from '@node-rs/argon2';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UserBatchUploadOptions } from 'user-batch-upload';
import { type CreateApp, createPlatform, type Platform } from '../../apps/platform/src/app.js';
import { type Config, readConfig } from '../../apps/platform/src/config.js';
import { Options } from '../../libs/user-batch-upload/src/user-batch-upload.options.js';

export const PASSWORD = 'correct horse battery staple';

/** A hash that costs little to check, for users of tests that sign in many times. It names its own cost. */
export const quickHash = (password: string): Promise<string> =>
  hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 });

/** Differences from the platform that the product starts. */
export interface Changes {
  /** Options of the library, in addition to those that the platform sets. */
  options?: UserBatchUploadOptions;
  /** Replaces providers: `(builder) => builder.overrideProvider(PlatformUsers).useClass(SlowUsers)`. */
  override?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
  /** Providers of one more module, such as listeners and rules. */
  providers?: Provider[];
}

/** A separate platform: real HTTP and a real database, in a temporary folder. */
export interface TestPlatform {
  url: string;
  config: Config;
  app: Platform['app'];
  /** Stops the platform and starts it again on the same data, with the same changes or with others. */
  restart(changes?: Changes): Promise<void>;
  stop(): Promise<void>;
}

export async function startPlatform(
  env: Record<string, string> = {},
  changes: Changes = {},
): Promise<TestPlatform> {
  const dataDir = await mkdtemp(join(tmpdir(), 'platform-'));
  const config = readConfig({
    DATA_DIR: dataDir,
    PLATFORM_ADMIN_PASSWORD: PASSWORD,
    PORT: '0',
    ...env,
  });
  const start = async (changed: Changes) => {
    const { app } = await createPlatform(config, undefined, createAppWith(changed, config));
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    return { app, url: `http://127.0.0.1:${port}` };
  };
  const running = { ...(await start(changes)), config };
  return Object.assign(running, {
    async restart(changed = changes) {
      await running.app.close();
      Object.assign(running, await start(changed));
    },
    async stop() {
      await running.app.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  });
}

class OneMore {}

/** Undefined where nothing is replaced: the platform then creates its application itself. */
function createAppWith(
  { options, override, providers }: Changes,
  config: Config,
): CreateApp | undefined {
  if (!options && !override && !providers) return undefined;
  return async (module, appOptions) => {
    let builder = Test.createTestingModule({
      imports: [module, ...(providers ? [{ module: OneMore, providers }] : [])],
    });
    if (options)
      builder.overrideProvider(Options).useValue(
        new Options({
          maxRows: config.batchUploadMaxRows,
          retentionDays: config.batchUploadRetentionDays,
          ...options,
        }),
      );
    if (override) builder = override(builder);
    const testing = await builder.compile();
    return testing.createNestApplication<NestExpressApplication>(appOptions);
  };
}
