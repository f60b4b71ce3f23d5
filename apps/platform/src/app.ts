import { MikroORM } from '@mikro-orm/core';
import { ConsoleLogger, RequestMethod } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { NextFunction, Request, Response } from 'express';
import { fileURLToPath } from 'node:url';
import type { Config } from './config.js';
import { prepareDatabase } from './database/prepare-database.js';
import type { SeededSignIns } from './database/seed.js';
import { PlatformModule } from './platform.module.js';

export interface Platform {
  app: NestExpressApplication;
  /** The sign-ins of a database that was seeded at this start. */
  seeded?: SeededSignIns;
}

const PAGES = ['/', 'sign-in', 'settings', 'settings/{*rest}', 'invitations/:token'];
const ASSETS = fileURLToPath(new URL('../dist/pages', import.meta.url));

/** The platform with its database migrated and seeded, not yet listening. */
export async function createPlatform(config: Config): Promise<Platform> {
  const app = await NestFactory.create<NestExpressApplication>(PlatformModule.with(config), {
    logger: new ConsoleLogger({ logLevels: ['warn', 'error', 'fatal'] }),
    abortOnError: false,
  });
  const seeded = await prepareDatabase(app.get(MikroORM), config);
  app.set('trust proxy', 'loopback, linklocal, uniquelocal');
  app.set('query parser', 'simple');
  app.disable('x-powered-by');
  app.setGlobalPrefix('api', {
    exclude: PAGES.map((path) => ({ path, method: RequestMethod.GET })),
  });
  app.use(securityHeaders);
  app.useStaticAssets(ASSETS, { prefix: '/assets/' });
  SwaggerModule.setup('api/docs', app, () =>
    SwaggerModule.createDocument(
      app,
      new DocumentBuilder()
        .setTitle('Platform')
        .setVersion('1.0')
        .addCookieAuth('platform_session')
        .build(),
    ),
  );
  app.enableShutdownHooks();
  return { app, seeded };
}

function securityHeaders(request: Request, response: Response, next: NextFunction): void {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'same-origin');
  response.setHeader('X-Frame-Options', 'DENY');
  // Swagger UI brings inline scripts and styles of its own.
  if (!request.path.startsWith('/api/docs'))
    response.setHeader(
      'Content-Security-Policy',
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
    );
  next();
}
