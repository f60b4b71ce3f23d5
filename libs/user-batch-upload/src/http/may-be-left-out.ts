import { ValidateIf } from 'class-validator';

/** Makes a field optional. Unlike `IsOptional`, it rejects null. */
export const MayBeLeftOut = (): PropertyDecorator =>
  ValidateIf((_request: object, value: unknown) => value !== undefined);
