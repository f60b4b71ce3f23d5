import { type INestApplication, RequestMethod } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, ModulesContainer } from '@nestjs/core';
import { PAGES } from '../../apps/platform/src/app.js';

/** The platform's pages. In `app.ts` a backslash escapes a colon. */
const pages = PAGES.map((path) => `/${path.replace('\\', '')}`.replace('//', '/'));

/** Every route that Nest knows, as `METHOD /path`. */
export function routesOf(app: INestApplication): string[] {
  const discovery = new DiscoveryService(app.get(ModulesContainer));
  const scanner = new MetadataScanner();
  return discovery.getControllers().flatMap(({ metatype, instance }) => {
    const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
    const base = String(Reflect.getMetadata('path', metatype as object));
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name] as object;
      const method = Reflect.getMetadata('method', handler) as RequestMethod | undefined;
      if (method === undefined) return [];
      const paths = [Reflect.getMetadata('path', handler) as string | string[]].flat();
      return paths.map((path) => {
        const full = `/${base}/${path}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
        const isPage = base === '/' && pages.includes(full);
        return `${RequestMethod[method]} ${isPage ? full : `/api${full}`}`;
      });
    });
  });
}
