import { type EntityManager, RequestContext } from '@mikro-orm/core';

interface Handler {
  execute(message: object): Promise<unknown>;
}

/** Gives a command or query its own request context of MikroORM where it is sent outside of a request. */
export class HandlerContexts {
  constructor(em: EntityManager, handlers: readonly Handler[]) {
    for (const handler of handlers) {
      const execute = handler.execute.bind(handler);
      handler.execute = (message) =>
        RequestContext.currentRequestContext()
          ? execute(message)
          : RequestContext.create(em.fork(), () => execute(message));
    }
  }
}
