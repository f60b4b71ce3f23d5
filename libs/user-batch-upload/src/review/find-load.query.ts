import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Load } from '../load/load.js';
import { LoadRepository } from '../load/load.repository.js';

/** The load as it is now. Refused with `LOAD_NOT_FOUND` if the organisation has no such load. */
export class FindLoad extends Query<Load> {
  constructor(
    readonly organisationId: string,
    readonly loadId: string,
  ) {
    super();
  }
}

@QueryHandler(FindLoad)
export class FindLoadHandler implements IQueryHandler<FindLoad> {
  constructor(private readonly loads: LoadRepository) {}

  execute({ organisationId, loadId }: FindLoad): Promise<Load> {
    return this.loads.find(organisationId, loadId);
  }
}
