import type { Type } from '@nestjs/common';
import type { DiscoveryService } from '@nestjs/core';

type Provider = ReturnType<DiscoveryService['getProviders']>[number];

/** The class of a provider if it has this metadata. Of a factory or a value, the class of the instance. */
export function decoratedClass(
  { metatype, instance }: Pick<Provider, 'metatype' | 'instance'>,
  key: string,
): Type | undefined {
  const own = (instance as object | null | undefined)?.constructor;
  return [metatype, own].find(
    (type): type is Type => typeof type === 'function' && Reflect.hasMetadata(key, type),
  );
}
