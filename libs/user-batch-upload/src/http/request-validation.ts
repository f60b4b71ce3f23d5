import { type ValidationError, ValidationPipe } from '@nestjs/common';
import { Refusal, type RefusalError } from '../problems/refusal.js';

/** Validates bodies and queries by their class-validator classes. Unknown properties are refused, not dropped. */
export function requestValidation(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    exceptionFactory: (errors) => {
      const found = errors.flatMap((error) => flatten(error, ''));
      return new Refusal('VALIDATION', found.map((error) => error.message).join(' '), found);
    },
  });
}

function flatten(error: ValidationError, path: string): RefusalError[] {
  const field = path + error.property;
  return [
    ...Object.values(error.constraints ?? {}).map((message) => ({
      code: 'VALIDATION',
      field,
      message: `${path}${message}.`,
    })),
    ...(error.children ?? []).flatMap((child) => flatten(child, `${field}.`)),
  ];
}
