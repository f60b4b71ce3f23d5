import { type EntityManager, RequestContext } from '@mikro-orm/core';

interface Handler {
  execute(command: object): Promise<unknown>;
}

/** Gives a command its own request context of MikroORM where it is sent outside of a request. */
export class CommandContexts {
  constructor(em: EntityManager, handlers: readonly Handler[]) {
    for (const handler of handlers) {
      const execute = handler.execute.bind(handler);
      handler.execute = (command) =>
        RequestContext.currentRequestContext()
          ? execute(command)
          : RequestContext.create(em.fork(), () => execute(command));
    }
  }
}
