import type { EntityManager, EntityName, QueryOrderMap } from '@mikro-orm/core';

/** The entities of an organisation, outside of the identity map: what a request changed does not show. */
export function ofOrganisation<Entity extends object>(
  em: EntityManager,
  { entity, organisation }: { entity: EntityName<Entity>; organisation?: string },
  organisationId: string,
  orderBy: string | QueryOrderMap<Entity>,
): Promise<Entity[]> {
  const where = organisation ? { [organisation]: organisationId } : {};
  return em.find<Entity>(entity, where as object, {
    orderBy: typeof orderBy === 'string' ? ({ [orderBy]: 'asc' } as object) : orderBy,
    disableIdentityMap: true,
  });
}

/** The primary key as the library knows it. */
export function idOf(em: EntityManager, entity: EntityName<object>, one: object): string {
  const [key] = em.getMetadata().get(entity).primaryKeys;
  return String(one[key as never]);
}
