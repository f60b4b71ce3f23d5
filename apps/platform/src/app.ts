import { MikroORM } from '@mikro-orm/core';
import { type DynamicModule, type NestApplicationOptions, RequestMethod } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { fileURLToPath } from 'node:url';
import { checkRedis } from './check-redis.js';
import type { Config } from './config.js';
import { prepareDataFolder } from './data-folder.js';
import { prepareDatabase } from './database/prepare-database.js';
import type { SeededSignIns } from './database/seed.js';
import { PlatformLogger } from './platform-logger.js';
import { PlatformModule } from './platform.module.js';
import { useSecurityHeaders } from './security-headers.js';
import { cookieName } from './session/cookies.js';
import { pageNotFound } from './settings/page-not-found.js';

export interface Platform {
  app: NestExpressApplication;
}

/** Routes served outside the `api` prefix. */
export const PAGES = [
  '/',
  'sign-in',
  'forgot-password',
  'account',
  'settings',
  'settings/users',
  'settings/users/:id',
  'settings/users/batch-upload',
  'settings/users/batch-upload/:id',
  // Exact path: `invitations/:token` of the API has the same shape and keeps the prefix.
  'invitations/\\:link',
  'password-resets/\\:link',
];
const ASSETS = fileURLToPath(new URL('../dist/pages', import.meta.url));

/** Creates the application of a module. Tests create one with other providers. */
export type CreateApp = (
  module: DynamicModule,
  options: NestApplicationOptions,
) => Promise<NestExpressApplication>;

const createApp: CreateApp = (module, options) =>
  NestFactory.create<NestExpressApplication>(module, options);

/**
 * Creates the platform: migrated, seeded and running its work, but not yet listening.
 * @param onSeed is called with the sign-ins of a new database.
 * @throws Error that names the faulty setting, path or server.
 */
export async function createPlatform(
  config: Config,
  onSeed: (signIns: SeededSignIns) => void = () => undefined,
  create: CreateApp = createApp,
): Promise<Platform> {
  prepareDataFolder(config);
  if (config.redisUrl) await checkRedis(config.redisUrl);
  const app = await create(PlatformModule.forRoot(config), {
    logger: new PlatformLogger(),
    abortOnError: false,
    bodyParser: false,
  });
  await prepareDatabase(app.get(MikroORM), config, onSeed);
  app.set('trust proxy', config.trustProxy);
  app.set('query parser', 'simple');
  app.setGlobalPrefix('api', {
    exclude: PAGES.map((path) => ({ path, method: RequestMethod.GET })),
  });
  useSecurityHeaders(app, config);
  app.useStaticAssets(ASSETS, { prefix: '/assets/' });
  // The API accepts only JSON bodies, as documented.
  app.useBodyParser('json');
  SwaggerModule.setup('api/docs', app, () =>
    SwaggerModule.createDocument(
      app,
      new DocumentBuilder()
        .setTitle('Platform')
        .setVersion('1.0')
        .addCookieAuth(cookieName(config, 'platform_session'))
        .build(),
    ),
  );
  app.enableShutdownHooks();
  await app.init();
  // Must come after all routes.
  app.use(pageNotFound);
  return { app };
}
